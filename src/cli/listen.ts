import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ApiServer } from "../app/server.ts";
import { textOfListenError } from "../lifecycle/listen-error.ts";
import { type Command, UsageError, type Values } from "./command.ts";

/** Options of the commands that serve. HOSTNAME is not read: containers set it to their own name. */
export const ADDRESS_OPTIONS = {
  port: {
    type: "string",
    value: "port",
    short: "p",
    help: "port to listen on; default: PORT in the environment, or 3000",
  },
  hostname: {
    type: "string",
    value: "address",
    short: "H",
    help: "address to listen on; default: HOST in the environment, or all",
  },
} as const satisfies Command["options"];

/** Where to listen. */
export interface Address {
  readonly port: number;
  readonly host: string | undefined;
}

/** @throws UsageError for a port that is none */
export function addressOf(values: Values): Address {
  return {
    port: portOf(values["port"] ?? (process.env["PORT"] || "3000")),
    host: (values["hostname"] as string | undefined) ?? (process.env["HOST"] || undefined),
  };
}

/** Listens, and gives the URL to show. */
export async function listen(server: ApiServer, { port, host }: Address): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const text = textOfListenError(error, "--port");
    throw text === undefined ? error : new UsageError(text, { cause: error });
  }
  const { port: actual } = server.address() as AddressInfo;
  const name = host === undefined || host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${actual}`;
}

function portOf(text: unknown): number {
  const port = Number(text);
  if (typeof text === "string" && /^\d+$/.test(text) && port < 65_536) return port;
  throw new UsageError(`The port is ${JSON.stringify(text)}. Write a number from 0 to 65535.`);
}
