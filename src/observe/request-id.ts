import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { logError, type Logger } from "./logger.ts";

/** How requests get their ids. */
export interface RequestIdOptions {
  /** The header that an id comes with, and goes back with. Default: `"x-request-id"`. */
  header?: string;
  /** Makes the id of a request that has brought none. Default: `crypto.randomUUID`. */
  generate?: (req: IncomingMessage) => string;
}

/** A request that has an id: `req.id`. */
export type IdentifiedRequest = IncomingMessage & { id?: unknown };

/** Gives a request its id. It returns whether the id was made here, of hexadecimal digits and hyphens. */
export type Identify = (req: IdentifiedRequest, res: ServerResponse) => boolean;

/** What a client may choose: it goes into logs and headers. */
const ID = /^[!-~]{1,128}$/;
/** A field name (RFC 9110 section 5.1). */
const FIELD_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * Makes the function that sets `req.id`: to the id that the host's middleware has set, or the one in the request's
 * header where it is 1 to 128 visible ASCII characters, or a new one.
 *
 * @param send - whether the answer has the id too
 * @throws TypeError for a header that is not a field name.
 */
export function createIdentify(options: RequestIdOptions, send: boolean, logger: Logger): Identify {
  const { header = "x-request-id", generate = send ? randomUUID : createSerial() } = options;
  if (!FIELD_NAME.test(header)) {
    throw new TypeError(`\`requestId.header\` is ${JSON.stringify(header)}. Write a header's name.`);
  }
  const field = header.toLowerCase();

  function made(req: IncomingMessage): string {
    try {
      const id: unknown = generate(req);
      if (typeof id === "string" && ID.test(id)) return id;
      throw new TypeError(
        `\`requestId.generate\` returned ${JSON.stringify(id)}. Return 1 to 128 visible ASCII characters.`,
      );
    } catch (error) {
      logError(logger, error);
      return randomUUID();
    }
  }

  return (req, res) => {
    const given = req.id ?? req.headers[field];
    // Middleware of a host may count its requests.
    const text = typeof given === "number" ? String(given) : given;
    const isGiven = typeof text === "string" && ID.test(text);
    const isOurs = !isGiven && options.generate === undefined;
    const id = isGiven ? text : isOurs ? generate(req) : made(req);
    req.id = id;
    if (send && !res.headersSent) res.setHeader(header, id);
    return isOurs;
  };
}

/**
 * Ids in the form of UUIDs for the log alone: random for each process, and counted in it. A random one for each request
 * takes ten times as long, and nobody has to guess these.
 */
function createSerial(): () => string {
  const random = randomUUID().slice(0, -12);
  let head = "";
  let count = 0;
  return () => {
    const low = count % TAILS.length;
    if (low === 0)
      head =
        random +
        Math.floor(count / TAILS.length)
          .toString(16)
          .padStart(9, "0");
    count += 1;
    return head + TAILS[low];
  };
}

const TAILS = Array.from({ length: 4096 }, (_, index) => index.toString(16).padStart(3, "0"));
