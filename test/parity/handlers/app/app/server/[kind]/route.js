import { after, connection, NextRequest, NextResponse, URLPattern, userAgent, userAgentFromString } from "next/server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";

import "server-only";

const done = (globalThis.parityDone ??= []);

const kinds = {
  after: () => {
    after(() => done.push("after"));
    return Response.json({ done: [...done] });
  },
  "after-promise": () => {
    after(Promise.resolve().then(() => done.push("promise")));
    return new Response("after-promise");
  },
  "after-redirect": () => {
    after(() => done.push("redirect"));
    redirect("/there");
  },
  "after-throw": () => {
    after(() => done.push("throw"));
    throw new Error("expected");
  },
  "after-fails": () => {
    after(() => {
      throw new Error("expected");
    });
    return new Response("after-fails");
  },
  "after-nested": () => {
    after(() => after(() => done.push("nested")));
    return new Response("after-nested");
  },
  "after-bad": () => {
    after("text");
    return new Response("after-bad");
  },
  "after-headers": (request) => {
    after(async () => done.push(`headers ${(await headers()).get("x-one")} ${(await cookies()).get("a")?.value}`));
    return new Response("after-headers");
  },
  "after-cookies-set": () => {
    after(async () => {
      try {
        (await cookies()).set("x", "1");
        done.push("set");
      } catch (error) {
        done.push(`set throws ${error instanceof Error}`);
      }
    });
    return new Response("after-cookies-set");
  },
  done: () => Response.json(done.splice(0)),
  connection: async () => Response.json({ result: (await connection()) ?? null }),
  agent: (request) => Response.json(userAgent(request)),
  "agent-string": () => Response.json(userAgentFromString("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")),
  pattern: () => Response.json(new URLPattern({ pathname: "/a/:id" }).exec("http://x.test/a/42").pathname.groups),
  request: (request) =>
    Response.json({
      isNextRequest: request instanceof NextRequest,
      isRequest: request instanceof Request,
      constructor: request.constructor.name,
      ip: request.ip ?? null,
      geo: request.geo ?? null,
      keys: Object.keys(request),
    }),
  "new-request": () => {
    const made = new NextRequest("http://made.test/a?b=1", { method: "POST", body: "text", headers: { cookie: "a=1" } });
    return made.text().then((text) => Response.json({ text, path: made.nextUrl.pathname, a: made.cookies.get("a") }));
  },
  "url-clone": (request) => {
    const url = request.nextUrl.clone();
    url.pathname = "/changed";
    url.searchParams.set("x", "1");
    return Response.json({ changed: url.href, text: String(url), own: request.nextUrl.href, isUrl: url instanceof URL });
  },
  "url-set": (request) => {
    request.nextUrl.pathname = "/changed";
    request.nextUrl.search = "?q=1";
    return Response.json({ next: request.nextUrl.href, url: request.url });
  },
  "url-json": (request) => Response.json({ url: request.nextUrl }),
  "url-delete": (request) => {
    request.nextUrl.searchParams.delete("a");
    return NextResponse.redirect(request.nextUrl);
  },
  env: () => Response.json({ runtime: process.env.NEXT_RUNTIME ?? null, mode: process.env.NODE_ENV }),
  globals: () =>
    Response.json({
      edge: typeof globalThis.EdgeRuntime,
      buffer: typeof Buffer,
      storage: typeof globalThis.AsyncLocalStorage,
      pattern: typeof globalThis.URLPattern,
    }),
  signal: (request) => Response.json({ aborted: request.signal.aborted }),
  "this": function () {
    return Response.json({ self: this === undefined || this === kinds });
  },
};

export async function GET(request, { params }) {
  const { kind } = await params;
  return kinds[kind](request);
}

export const POST = GET;
