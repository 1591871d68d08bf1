import { NextResponse } from "next/server";

const kinds = {
  error: () => {
    throw new Error("expected");
  },
  reject: () => Promise.reject(new Error("expected")),
  string: () => {
    throw "text";
  },
  null: () => {
    throw null;
  },
  undefined: () => {
    throw undefined;
  },
  response: () => {
    throw new Response("thrown", { status: 403 });
  },
  "next-response": () => {
    throw NextResponse.json({ thrown: true }, { status: 403 });
  },
  status: () => {
    throw Object.assign(new Error("expected"), { status: 418, statusCode: 418 });
  },
  frozen: () => {
    throw Object.freeze({ message: "frozen" });
  },
  "return-undefined": () => undefined,
  "return-null": () => null,
  "return-string": () => "text",
  "return-object": () => ({ a: 1 }),
  "return-number": () => 1,
  "return-like": () => ({ status: 200, headers: new Headers(), body: null, ok: true }),
  "return-promise": () => Promise.resolve(Promise.resolve(new Response("nested"))),
  "return-request": (request) => request,
  "bad-header": () => new Response("x", { headers: { "x-bad": "a\nb" } }),
  "bad-status": () => new Response("x", { status: 99 }),
  "body-with-204": () => new Response("x", { status: 204 }),
  circular: () => {
    const value = {};
    value.self = value;
    return Response.json(value);
  },
  bigint: () => Response.json({ a: 1n }),
  "json-undefined": () => Response.json(undefined),
};

export function GET(request, { params }) {
  return params.then(({ kind }) => kinds[kind](request));
}

export const POST = GET;
