import { setResponseHeaders } from "expo-server";
import { HELLO } from "../../../content.js";

export function GET() {
  setResponseHeaders({ "Access-Control-Allow-Origin": "*" });
  return Response.json(HELLO);
}
