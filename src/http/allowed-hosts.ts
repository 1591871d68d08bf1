import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP, Socket } from "node:net";

/** Names besides localhost and addresses that a development server answers to: `"dev.test"`, `".dev.test"` with all below it. */
export type AllowedHosts = true | readonly string[];

/**
 * Makes a function that refuses a request for another host than this machine, with 403. Any site can have a name of its own
 * lead to 127.0.0.1 (DNS rebinding), and its scripts would read what a development server shows: source lines, stacks.
 * The rules are Vite's: localhost, names below it, and addresses are allowed.
 *
 * @returns whether it has answered
 */
export function createHostCheck(
  allowed: AllowedHosts,
): ((req: IncomingMessage, res: ServerResponse) => boolean) | undefined {
  if (allowed === true) return undefined;
  const names = allowed.map((name) => name.toLowerCase());
  return (req, res) => {
    const { host } = req.headers;
    // A request in memory comes from this process. Browsers always send a host.
    if (host === undefined || !(req.socket instanceof Socket) || isAllowed(host.toLowerCase(), names)) {
      return false;
    }
    const name = nameOf(host);
    const text =
      `This development server does not answer for the host ${JSON.stringify(name)}. ` +
      `To allow it: pages-api dev --allowed-hosts ${name}, or createServer({ allowedHosts: [${JSON.stringify(name)}] }). ` +
      "In production set NODE_ENV=production.\n";
    res.writeHead(403, {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": Buffer.byteLength(text),
    });
    res.end(text);
    return true;
  };
}

function isAllowed(host: string, names: readonly string[]): boolean {
  const name = nameOf(host);
  if (name === "localhost" || name.endsWith(".localhost") || isIP(name) !== 0) return true;
  return names.some((allowed) =>
    allowed.startsWith(".") ? name === allowed.slice(1) || name.endsWith(allowed) : name === allowed,
  );
}

/** A host without its port, an IPv6 address without its brackets. */
function nameOf(host: string): string {
  const name = host.replace(/:\d*$/, "");
  return name.startsWith("[") && name.endsWith("]") ? name.slice(1, -1) : name;
}
