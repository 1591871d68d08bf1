import { STATUS_CODES } from "node:http";
import Negotiator from "negotiator";
import { ApiError } from "../error.ts";
import type { ErrorHandler } from "../pipeline/failure.ts";
import { type ErrorDetails, detailsOf } from "./error-details.ts";
import { errorPage } from "./error-page.ts";

/**
 * In development: answers what a handler threw with its message, place, causes and stack, as a page for a browser, as
 * JSON or text for other clients. What the client itself did wrong is answered as in production.
 *
 * @param dir - the project; files are named relative to it
 */
export function reportTo(dir: string): ErrorHandler {
  return async (error, { req, res }) => {
    if (error instanceof ApiError) return;
    const type =
      new Negotiator(req).mediaType(["text/plain", "application/json", "text/html"]) ?? "text/plain";
    const details = detailsOf(error, dir);
    const body =
      type === "text/html"
        ? errorPage(details, `${req.method} ${req.url}`)
        : type === "application/json"
          ? jsonOf(details)
          : textOf(details);
    if (res.headersSent) return;
    res.setHeader("Cache-Control", "no-store");
    res.setHeader("Content-Type", `${type}; charset=utf-8`);
    res.setHeader("Content-Length", Buffer.byteLength(body));
    res.end(body);
  };
}

function jsonOf([first, ...rest]: readonly ErrorDetails[]): string {
  const causes = rest.filter(({ isBeside }) => isBeside !== true).map(fieldsOf);
  const beside = rest.filter(({ isBeside }) => isBeside).map(fieldsOf);
  const error = {
    ...fieldsOf(first!),
    ...(causes.length > 0 && { causes }),
    ...(beside.length > 0 && { beside }),
  };
  return `${JSON.stringify({ error }, undefined, 2)}\n`;
}

function fieldsOf({ name, message, frame, file, stack }: ErrorDetails): object {
  const place =
    frame === undefined
      ? file !== undefined && { file: file.name }
      : { file: frame.name, line: frame.line, column: frame.column, frame: frame.text.split("\n") };
  return { name, message, ...place, stack };
}

function textOf(details: readonly ErrorDetails[]): string {
  const parts = details.map(({ name, message, frame, stack, isBeside }, index) => {
    const place = frame === undefined ? "" : `\n${frame.name}:${frame.line}:${frame.column}\n${frame.text}\n`;
    const relation = index === 0 ? "" : isBeside ? "And " : "Caused by ";
    return `${relation}${name}: ${message}\n${place}\n${stack.map((line) => `    ${line}`).join("\n")}\n`;
  });
  return `${STATUS_CODES[500]}\n\n${parts.join("\n")}`;
}
