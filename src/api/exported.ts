const HANDLER = "Write `export default function handler(req, res) { … }`, or `module.exports = handler`.";

/** What to write instead of a server, which has a function to take from it. */
export const INSTEAD_OF_SERVER =
  'Remove its listen(), and write `export default (req, res) => void server.emit("request", req, res)`.';
/** What to write instead of an object for Bun, Workers or Hono's servers. */
export const INSTEAD_OF_FETCH =
  'Write `export const config = { runtime: "edge" }` and `export default (request) => app.fetch(request)`.';

/** What to write where a route's default export is not a function. */
export function helpFor(exported: unknown): string {
  if (typeof exported !== "object" || exported === null) return HANDLER;
  const { fetch, listen, emit } = exported as Readonly<Record<string, unknown>>;
  if (typeof listen === "function" && typeof emit === "function")
    return `It exports a server. ${INSTEAD_OF_SERVER}`;
  return typeof fetch === "function" ? `It exports an object with \`fetch\`. ${INSTEAD_OF_FETCH}` : HANDLER;
}
