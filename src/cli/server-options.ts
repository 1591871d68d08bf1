import type { ProjectChoice } from "../conventions/index.ts";
import { availableParallelism } from "node:os";
import { compileTrust, type TrustProxy } from "../http/client.ts";
import { type Command, UsageError, type Values } from "./command.ts";
import { choiceOf } from "./project-options.ts";

/** Options of the commands that serve in production: what `createServer` takes, as far as a command line needs it. */
export const SERVER_OPTIONS = {
  workers: {
    type: "string",
    value: "n|auto",
    help: "processes that share the port: a number, or auto for one per core",
  },
  health: { type: "boolean", help: "answer /livez and /readyz" },
  "trust-proxy": {
    type: "string",
    value: "hops|addresses",
    help: "which proxies to trust for X-Forwarded-For: a number of hops, or addresses with commas",
  },
  "shutdown-timeout": {
    type: "string",
    value: "ms",
    help: "how long running requests may take at the end; default: 25000",
  },
  "shutdown-delay": {
    type: "string",
    value: "ms",
    help: "how long after a signal new connections are accepted, while /readyz says 503; default: 0",
  },
  "keep-alive-timeout": {
    type: "string",
    value: "ms",
    help: "how long a connection is kept for the next request; default: 72000",
  },
} as const satisfies Command["options"];

export interface Settings extends ProjectChoice {
  readonly health: boolean;
  readonly trustProxy?: TrustProxy;
  readonly shutdownTimeout?: number;
  readonly shutdownDelay?: number;
  readonly keepAliveTimeout?: number;
}

/** @throws UsageError for an invalid value. */
export function settingsOf(values: Values): Settings {
  const settings = {
    trustProxy: trustOf(values["trust-proxy"]),
    shutdownTimeout: timeOf(values, "shutdown-timeout"),
    shutdownDelay: timeOf(values, "shutdown-delay"),
    keepAliveTimeout: timeOf(values, "keep-alive-timeout"),
    ...choiceOf(values),
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { health: values["health"] === true, ...(Object.fromEntries(given) as Omit<Settings, "health">) };
}

/**
 * How many workers are wanted; `undefined` for none, where this process serves.
 *
 * @throws UsageError for what is not a number
 */
export function workersOf({ workers }: Values): number | undefined {
  if (workers === undefined) return undefined;
  if (workers === "auto") return availableParallelism();
  const count = Number(workers);
  if (/^\d+$/.test(String(workers)) && count > 0) return count;
  throw new UsageError(`--workers is ${JSON.stringify(workers)}. Write a number from 1 on, or auto.`);
}

function timeOf(values: Values, name: keyof typeof SERVER_OPTIONS): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const time = Number(text);
  if (/^\d+$/.test(String(text)) && Number.isSafeInteger(time)) return time;
  throw new UsageError(`--${name} is ${JSON.stringify(text)}. Write a number of milliseconds.`);
}

function trustOf(text: Values[string]): TrustProxy | undefined {
  if (text === undefined) return undefined;
  const option = /^\d+$/.test(String(text)) ? Number(text) : text;
  try {
    compileTrust(option);
  } catch (error) {
    throw new UsageError((error as Error).message.replace("`trustProxy`", "--trust-proxy"), { cause: error });
  }
  return option;
}
