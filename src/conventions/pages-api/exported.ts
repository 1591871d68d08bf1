const HANDLER = "Write `export default function handler(req, res) { … }`, or `module.exports = handler`.";

/** What a route's default export may be that other programs serve, and no function of a request and a response. */
export type Application = "server" | "fetch" | "koa" | "fastify";

const WITH_BODIES = "with `export const config = { api: { bodyParser: false } }`, as it reads bodies itself";

/** What it is, and what to write instead. */
export const INSTEAD: Readonly<Record<Application, { readonly is: string; readonly write: string }>> = {
  server: {
    is: "It exports a server",
    write: `Remove its listen(), and write \`export default (req, res) => void server.emit("request", req, res)\` ${WITH_BODIES}.`,
  },
  koa: {
    is: "It exports a Koa application",
    write: `Remove its listen(), and write \`export default app.callback()\` ${WITH_BODIES}.`,
  },
  fastify: {
    is: "It exports a Fastify instance",
    write:
      "Remove its listen(), and write `export default async (req, res) => { await app.ready(); " +
      `app.server.emit("request", req, res); }\` ${WITH_BODIES}.`,
  },
  // Of Bun, Workers, or Hono's servers.
  fetch: {
    is: "It exports an object with `fetch`",
    write:
      'Write `export const config = { runtime: "edge" }` and `export default (request) => app.fetch(request)`.',
  },
};

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Of a route, beside its handler. */
const OTHERS: ReadonlySet<string> = new Set(["config", "default", "module.exports", "__esModule"]);

/**
 * What to write where a route's default export is not a function.
 *
 * @param pattern of the route: `/api/post/[pid]`
 */
export function helpFor(module: unknown, pattern: string): string {
  if (typeof module !== "object" || module === null) return HANDLER;
  const { default: exported, ...named } = module as Readonly<Record<string, unknown>>;
  if (exported === undefined) {
    const functions = Object.keys(named).filter((name) => typeof named[name] === "function");
    return helpForNames(functions, pattern) ?? HANDLER;
  }
  const application = applicationOf(exported);
  return application === undefined ? HANDLER : `${INSTEAD[application].is}. ${INSTEAD[application].write}`;
}

/** What to write where these functions are exported, and no default; `undefined` where they say nothing. */
export function helpForNames(functions: readonly string[], pattern: string): string | undefined {
  const methods = functions.filter((name) => METHODS.has(name));
  if (methods.length > 0) {
    return (
      `It exports ${methods.join(", ")}, as a Route Handler does. Move it to app${pattern}/route.ts, ` +
      "or write `export default function handler(req, res) { … }`."
    );
  }
  const [name, ...more] = functions.filter((each) => !OTHERS.has(each));
  if (name === undefined || more.length > 0) return undefined;
  return `It exports \`${name}\` by its name alone. Write \`export default ${name}\`, or \`module.exports = ${name}\`.`;
}

function applicationOf(exported: unknown): Application | undefined {
  if (typeof exported !== "object" || exported === null) return undefined;
  const has = (name: string): boolean => typeof (exported as Record<string, unknown>)[name] === "function";
  if (has("fetch")) return "fetch";
  if (!has("listen")) return undefined;
  if (has("callback") && has("use")) return "koa";
  if (has("emit")) return "server";
  return has("ready") && has("inject") ? "fastify" : undefined;
}
