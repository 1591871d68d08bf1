import { requestText } from "../support/client.ts";
import type { Handler } from "../support/hosts.ts";

/** A request that an attacker hides in another one. */
export const SECRET = requestText({ path: "/api/secret" });
/** A request that ends its connection. */
export const LAST = requestText({ path: "/api/last", headers: { Connection: "close" } });

/** The routes of both; each call is noted. */
export function noting(calls: string[]): Record<"/api/secret" | "/api/last", Handler> {
  const note =
    (name: string): Handler =>
    (_req, res) => {
      calls.push(name);
      res.send(name);
    };
  return { "/api/secret": note("secret"), "/api/last": note("last") };
}
