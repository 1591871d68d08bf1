import { setResponseHeaders, StatusError } from "expo-server";

export function GET() {
  setResponseHeaders({ "x-frame-options": "SAMEORIGIN" });
  return new Response("typed", { headers: { "x-many": "own" } });
}

export function POST() {
  throw new StatusError(400, "bad");
}

export function PUT() {
  throw new Response("thrown", { status: 409 });
}

export function DELETE() {
  throw new Error("secret");
}
