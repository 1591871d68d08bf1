import { act } from "./lib/act.js";

export default function middleware(request, event) {
  const response = act(request, event, arguments.length);
  response?.headers?.set("x-both", "middleware");
  return response;
}

export const config = { matcher: "/:path*" };
