import type { IncomingMessage, ServerResponse } from "node:http";
import { logError, type Logger } from "../observe/logger.ts";

/** Endpoints for those who start, stop and balance processes. */
export interface HealthOptions {
  /** The path that answers 200 for as long as the process answers at all. Default: `"/livez"`. */
  live?: string;
  /**
   * The path that answers 200 while requests are welcome, and 503 while the server starts or stops, or `check` says
   * no. Default: `"/readyz"`.
   */
  ready?: string;
  /** Asked at every readiness request: throws, rejects or gives `false` where the server should get no requests. */
  check?: () => unknown;
}

/** What a server is doing. A `broken` one has not started: its tree of routes is wrong, or `onStart` has failed. */
export type Phase = "starting" | "ready" | "stopping" | "broken";

/** Answers a request for a health endpoint; `false` for any other request, which it leaves alone. */
export type HealthAnswerer = (req: IncomingMessage, res: ServerResponse) => boolean;

/**
 * Makes the function that answers health endpoints, GET and HEAD, with a small JSON object that says nothing else.
 *
 * @throws TypeError for a path that no request can have, or one path for both.
 */
export function createHealth(
  { live = "/livez", ready = "/readyz", check }: HealthOptions,
  phase: () => Phase,
  logger: Logger,
): HealthAnswerer {
  checkPath("live", live);
  checkPath("ready", ready);
  if (live === ready) throw new TypeError(`\`health\` has the path ${live} twice. Choose two paths.`);
  let failing = false;

  async function answerReady(res: ServerResponse): Promise<void> {
    const now = phase();
    if (now !== "ready" || check === undefined) return answer(res, now);
    try {
      if ((await check()) === false) throw new Error("The readiness check of `health` returned false.");
      failing = false;
      answer(res, phase());
    } catch (error) {
      // Probes come every few seconds: what goes on failing is logged once.
      if (!failing) logError(logger, error);
      failing = true;
      answer(res, "failing");
    }
  }

  return (req, res) => {
    const { method } = req;
    if (method !== "GET" && method !== "HEAD") return false;
    const url = req.url!;
    if (isAt(url, live)) answer(res, "ready");
    else if (isAt(url, ready)) void answerReady(res);
    else return false;
    return true;
  };
}

function isAt(url: string, path: string): boolean {
  return url.startsWith(path) && (url.length === path.length || url[path.length] === "?");
}

function answer(res: ServerResponse, status: Phase | "failing"): void {
  if (res.destroyed) return;
  const body = JSON.stringify({ status: status === "ready" ? "ok" : status });
  res.writeHead(status === "ready" ? 200 : 503, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": body.length,
    "Cache-Control": "no-store",
  });
  res.end(body);
}

function checkPath(name: string, path: unknown): void {
  if (typeof path === "string" && /^\/[!-~]*$/.test(path) && !/[?#]/.test(path)) return;
  throw new TypeError(`\`health.${name}\` is ${JSON.stringify(path)}. Write a path, such as "/healthz".`);
}
