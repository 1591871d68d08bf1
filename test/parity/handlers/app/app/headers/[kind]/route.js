import { draftMode, headers } from "next/headers";

const kinds = {
  get: async () => (await headers()).get("X-One"),
  "get-missing": async () => (await headers()).get("x-none"),
  has: async () => (await headers()).has("x-one"),
  joined: async () => (await headers()).get("x-many"),
  "set-throws": async () => {
    const list = await headers();
    return ["set", "append", "delete"].map((name) => {
      try {
        list[name]("x-new", "1");
        return "no error";
      } catch (error) {
        return error instanceof Error;
      }
    });
  },
  names: async () => [...(await headers()).keys()],
  "is-headers": async () => (await headers()) instanceof Headers,
  "x-forwarded": async () => {
    const list = await headers();
    return ["host", "proto", "for"].map((name) => [name, list.get(`x-forwarded-${name}`)]);
  },
  request: async (request) => [...request.headers.keys()],
  "request-set": async (request) => {
    request.headers.set("x-new", "1");
    return [request.headers.get("x-new"), (await headers()).get("x-new")];
  },
  cookie: async (request) => [request.headers.get("cookie"), (await headers()).get("cookie")],
  draft: async () => (await draftMode()).isEnabled,
  "draft-enable": async () => {
    const draft = await draftMode();
    draft.enable();
    return draft.isEnabled;
  },
  "draft-disable": async () => {
    const draft = await draftMode();
    draft.disable();
    return draft.isEnabled;
  },
};

export async function GET(request, { params }) {
  const { kind } = await params;
  return Response.json({ result: (await kinds[kind](request)) ?? null });
}
