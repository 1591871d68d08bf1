import { STATUS_CODES, type IncomingMessage } from "node:http";
import { relative, sep } from "node:path";
import Negotiator from "negotiator";
import { ApiError } from "../error.ts";
import type { ErrorHandler } from "../pipeline/failure.ts";
import { framesOf } from "../project/import.ts";
import { frameOf } from "./code-frame.ts";

/**
 * In development: answers what a handler threw with its message, place and stack, as a page for a browser, as JSON
 * or text for other clients. What the client itself did wrong is answered as in production.
 *
 * @param dir - the project; files are named relative to it
 */
export function reportTo(dir: string): ErrorHandler {
  return async (error, { req, res }) => {
    if (error instanceof ApiError) return;
    const type =
      new Negotiator(req).mediaType(["text/plain", "application/json", "text/html"]) ?? "text/plain";
    const body = await bodyOf(type, error, req, dir);
    if (res.headersSent) return;
    res.setHeader("Cache-Control", "no-store");
    res.setHeader("Content-Type", `${type}; charset=utf-8`);
    res.setHeader("Content-Length", Buffer.byteLength(body));
    res.end(body);
  };
}

async function bodyOf(type: string, error: unknown, req: IncomingMessage, dir: string): Promise<string> {
  if (type === "text/html") return pageOf(error, req);
  const { name, message, stack } = detailsOf(error);
  const frame = frameOf(error);
  const file = frame && relative(dir, frame.file).replaceAll(sep, "/");
  if (type === "application/json") {
    const place = frame && { file, line: frame.line, column: frame.column, frame: frame.text.split("\n") };
    return `${JSON.stringify({ error: { name, message, ...place, stack: stack.split("\n") } }, undefined, 2)}\n`;
  }
  const place = frame === undefined ? "" : `\n${file}:${frame.line}:${frame.column}\n${frame.text}\n`;
  return `${STATUS_CODES[500]}\n\n${name}: ${message}\n${place}\n${stack}\n`;
}

async function pageOf(error: unknown, req: IncomingMessage): Promise<string> {
  const { Youch } = await import("youch");
  const { url, method, headers } = req;
  return new Youch().toHTML(withOwnFrames(error), {
    title: STATUS_CODES[500]!,
    request: { url: url!, method: method!, headers },
  });
}

/** Youch shows the files that a stack names: it is to see none in a message, nor in what is no error at all. */
function withOwnFrames(error: unknown): unknown {
  if (error instanceof Error) {
    const stack = `${error.name}: ${error.message.replaceAll("\n", " ")}${framesOf(error)}`;
    return Object.create(error, { stack: { value: stack } });
  }
  if (typeof error !== "object" || error === null) return error;
  const { stack: _, ...rest } = error as { stack?: unknown };
  return rest;
}

/** Any value can be thrown, also one that throws when it is looked at. */
function detailsOf(error: unknown): { name: string; message: string; stack: string } {
  try {
    if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? "" };
    return { name: "Thrown value", message: String(error), stack: "" };
  } catch {
    return { name: "Thrown value", message: "(it cannot be shown)", stack: "" };
  }
}
