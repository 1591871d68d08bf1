import { show } from "../../../lib/show.js";

export function GET(...args) {
  return show(args[0], args[1], args.length, "GET");
}

export const POST = (...args) => show(args[0], args[1], args.length, "POST");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
