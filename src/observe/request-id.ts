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

/** Gives a request its id. It returns the number of an id that was counted here, or -1. */
export type Identify = (req: IdentifiedRequest, res: ServerResponse) => number;

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
  const { header = "x-request-id", generate = randomUUID } = options;
  const counts = !send && options.generate === undefined;
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
    req.id = isGiven ? text : counts ? nextSerial() : made(req);
    if (send && !res.headersSent) res.setHeader(header, req.id as string);
    return counts && !isGiven ? serial : -1;
  };
}

const random = randomUUID().slice(0, -12);
let head = "";
let serial = -1;

/** The last digits of an id that is counted; those before are the same for as long as they can. */
export const SERIAL_DIGITS = 3;
const TAILS = Array.from({ length: 16 ** SERIAL_DIGITS }, (_, index) =>
  index.toString(16).padStart(SERIAL_DIGITS, "0"),
);

/**
 * Ids in the form of UUIDs for the log alone: random for each process, and counted in it. A random one for each request
 * takes ten times as long, and nobody has to guess these.
 */
function nextSerial(): string {
  serial += 1;
  const low = serial % TAILS.length;
  if (low === 0)
    head =
      random +
      Math.floor(serial / TAILS.length)
        .toString(16)
        .padStart(12 - SERIAL_DIGITS, "0");
  return head + TAILS[low];
}
