const text = (value: unknown): string => JSON.stringify(value) ?? "undefined";
const attempt = (read: () => unknown): unknown => {
  try {
    const value = read();
    return typeof value === "number" ? String(value) : (value ?? "<undefined>");
  } catch (error: any) {
    return `throws ${error.name}`;
  }
};
const ops: Record<string, (context: any) => unknown> = {
  get: ({ cookies }) => [cookies.get("a")?.value ?? "<undefined>", cookies.get("missing") === undefined],
  json: ({ cookies }) => attempt(() => cookies.get("a").json()),
  number: ({ cookies }) => attempt(() => cookies.get("a").number()),
  boolean: ({ cookies }) => attempt(() => cookies.get("a").boolean()),
  has: ({ cookies }) => [cookies.has("a"), cookies.has("missing")],
  decode: ({ cookies }) => cookies.get("a", { decode: (value: string) => `decoded ${value}` })?.value ?? "none",
  set: ({ cookies }) => {
    cookies.set("a", "1");
    return [cookies.get("a").value, cookies.has("a")];
  },
  encoded: ({ cookies }) => {
    cookies.set("a", "ü; =/ %");
    return cookies.get("a").value;
  },
  "own-encode": ({ cookies }) => {
    cookies.set("a", "x y", { encode: (value: string) => value.replace(" ", "_") });
    return cookies.get("a").value;
  },
  object: ({ cookies }) => {
    cookies.set("a", { b: [1, "ü"] });
    return cookies.get("a").json();
  },
  array: ({ cookies }) => {
    cookies.set("a", [1, 2]);
    return cookies.get("a").value;
  },
  numbers: ({ cookies }) => {
    cookies.set("a", 12);
    cookies.set("b", true);
    return [cookies.get("a").number(), cookies.get("b").boolean()];
  },
  date: ({ cookies }) => {
    cookies.set("a", new Date(0));
    return cookies.get("a").value.slice(0, 15);
  },
  options: ({ cookies }) => {
    cookies.set("a", "1", {
      path: "/x",
      domain: "example.com",
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      maxAge: 60,
      expires: new Date(86_400_000),
      partitioned: true,
      priority: "high",
    });
    return "";
  },
  strict: ({ cookies }) => {
    cookies.set("a", "1", { sameSite: true, path: "/" });
    return "";
  },
  delete: ({ cookies }) => {
    cookies.delete("a");
    return [cookies.get("a") === undefined, cookies.has("a")];
  },
  "delete-path": ({ cookies }) => {
    cookies.delete("a", { path: "/x", domain: "example.com", maxAge: 5 });
    return "";
  },
  twice: ({ cookies }) => {
    cookies.set("a", "1");
    cookies.set("b", "2");
    cookies.set("a", "3");
    return "";
  },
  "set-delete": ({ cookies }) => {
    cookies.set("a", "1");
    cookies.delete("a");
    return cookies.has("a");
  },
  "delete-set": ({ cookies }) => {
    cookies.delete("a");
    cookies.set("a", "2");
    return cookies.get("a").value;
  },
  merge: ({ cookies }) => {
    cookies.set("a", "1");
    cookies.merge(cookies);
    return cookies.get("a").value;
  },
  headers: ({ cookies }) => {
    cookies.set("a", "1");
    return [...cookies.headers()];
  },
  "bad-name": ({ cookies }) => attempt(() => cookies.set("a b", "1")),
  "bad-path": ({ cookies }) => attempt(() => cookies.set("a", "1", { path: "a;b" })),
  undefined: ({ cookies }) => attempt(() => cookies.set("a", undefined)),
  value: ({ cookies }) => Object.keys(cookies.get("a") ?? {}),
};
export const GET = (context: any) => new Response(text(ops[context.params.op]!(context)));
