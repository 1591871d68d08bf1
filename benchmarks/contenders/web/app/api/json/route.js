import { HELLO } from "../../../../content.js";

export function GET() {
  return Response.json(HELLO);
}
