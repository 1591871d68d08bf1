const KINDS: Record<string, () => unknown> = {
  error: () => {
    throw new Error("secret");
  },
  text: () => {
    throw "text";
  },
  null: () => {
    throw null;
  },
  rejects: () => Promise.reject(new TypeError("later")),
  object: () => {
    throw { status: 400, body: "an object" };
  },
  "returns-nothing": () => undefined,
  "returns-text": () => "text",
  "returns-object": () => ({ a: 1 }),
  "response-error": () => Response.error(),
};

export function GET(_request: Request, { kind }: { kind: string }): unknown {
  return KINDS[kind]?.();
}
