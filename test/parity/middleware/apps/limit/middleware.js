import { act } from "./lib/act.js";

export default function middleware(request, event) {
  return act(request, event, arguments.length);
}

export const config = { matcher: ["/api/raw", "/api/echo"] };
