import { setResponseHeaders } from "expo-server";

export function GET(request: Request) {
  setResponseHeaders({ "X-Greeting": "yes" });
  return Response.json({ hello: new URL(request.url).searchParams.get("name") });
}
