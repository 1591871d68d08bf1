import {
  deferTask,
  environment,
  origin,
  requestHeaders,
  runTask,
  setResponseHeaders,
  StatusError,
} from "expo-server";

const log: string[] = [];
const caught = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

const KINDS: Record<string, (request: Request) => unknown> = {
  origin: () => origin(),
  "global-origin": () => (globalThis as { origin?: unknown }).origin,
  environment: () => environment(),
  header: () => requestHeaders().get("x-one"),
  "header-list": () => [...requestHeaders().keys()].includes("x-one"),
  "header-set": () => caught(() => (requestHeaders() as Headers).set("a", "b")),
  "header-append": () => caught(() => (requestHeaders() as Headers).append("a", "b")),
  "header-delete": () => caught(() => (requestHeaders() as Headers).delete("x-one")),
  "header-instance": () => (requestHeaders() as unknown) instanceof Headers,
  "set-object": () => setResponseHeaders({ "x-set": "one", "Content-Type": "text/x-mine" }),
  "set-array": () => setResponseHeaders({ "x-set": ["one", "two"], "set-cookie": ["a=1", "b=2"] }),
  "set-headers": () => setResponseHeaders(new Headers({ "x-set": "one" })),
  "set-function": () =>
    setResponseHeaders((headers) => headers.set("x-set", headers.get("content-type") ?? "none")),
  "set-returned": () => setResponseHeaders(() => new Headers({ "x-set": "returned" })),
  "set-twice": () => {
    setResponseHeaders({ "x-set": "one" });
    setResponseHeaders({ "x-set": "two" });
  },
  "set-nothing": () => setResponseHeaders({ "x-set": undefined as never, "x-null": null as never }),
  "set-cookies-headers": () => {
    const headers = new Headers();
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    setResponseHeaders(headers);
  },
  "set-redirect": () => {
    setResponseHeaders({ "x-set": "redirected" });
    return Response.redirect("http://elsewhere.test/");
  },
  "set-throw-response": () => {
    setResponseHeaders({ "x-set": "thrown" });
    throw new Response("thrown", { status: 410 });
  },
  "set-throw-status": () => {
    setResponseHeaders({ "x-set": "status" });
    throw new StatusError(410, "gone");
  },
  "set-error": () => {
    setResponseHeaders(() => {
      throw new Error("in the update");
    });
  },
  run: () => {
    runTask(async () => void log.push("run"));
    return log.length > 0;
  },
  "run-not-promise": () => caught(() => runTask((() => log.push("not a promise")) as never)),
  defer: () => {
    deferTask(() => void log.push("defer"));
    return log.filter((text) => text === "defer").length;
  },
  "defer-throw-response": () => {
    deferTask(() => void log.push("defer-response"));
    throw new Response("thrown", { status: 410 });
  },
  "defer-throw-status": () => {
    deferTask(() => void log.push("defer-status"));
    throw new StatusError(410, "gone");
  },
  log: () => [...new Set(log)].toSorted(),
  names: () => [
    typeof StatusError,
    new StatusError(400).name,
    new StatusError(404).message,
    new StatusError(400, "x") instanceof Error,
  ],
};

export async function GET(request: Request, { kind }: { kind: string }): Promise<Response> {
  await Promise.resolve();
  const value = KINDS[kind]?.(request);
  return value instanceof Response ? value : Response.json({ value: value ?? null });
}
