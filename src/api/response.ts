import type { ServerResponse } from "node:http";
import { OutgoingResponse } from "../http/outgoing.ts";
import { sendBuffer, sendJsonAtOnce, sendText } from "../http/send.ts";
import { kSettings } from "../http/settings.ts";
import { discard } from "../http/watcher.ts";
import { clearPreviewData, type PreviewOptions, setDraftMode, setPreviewData } from "./preview.ts";
import { revalidate, type RevalidateOptions } from "./revalidate.ts";
import type { ResponseSettings, RouteResponse } from "./response-settings.ts";

const JSON_TYPE = "application/json; charset=utf-8";

type Source = NodeJS.ReadableStream & { destroy?(): void };

/**
 * Node's own response with the helpers that a route expects. The server builds it (`http.createServer`'s
 * `ServerResponse` option); a response that another server built gets the same functions from `adopt`.
 */
export class ApiResponse extends OutgoingResponse {
  declare [kSettings]: ResponseSettings | undefined;

  /** Sets the status code. Node checks it when the header is written: an invalid one answers 500, as in Next. */
  status(statusCode: number): this {
    this.statusCode = statusCode;
    return this;
  }

  /**
   * Sends a value as JSON, with Content-Type, ETag and Content-Length.
   *
   * @throws TypeError, before anything is set, for what `JSON.stringify` cannot do: a BigInt, a circular structure.
   */
  json(body: unknown): void {
    const text = JSON.stringify(body) as string | undefined;
    // A response of another server has this function too.
    if (text !== undefined && this instanceof ApiResponse && sendJsonAtOnce(this, text, JSON_TYPE)) return;
    this.setHeader("Content-Type", JSON_TYPE);
    if (text === undefined) this.end();
    else if (!forbidsBody(this, text)) sendText(this, text);
  }

  /**
   * Sends a string, Buffer or stream as it is, and any other object, number or boolean as JSON.
   * `null` and `undefined` end the response without a body.
   *
   * @throws TypeError for a bigint, a symbol or a function, and for what `JSON.stringify` cannot do.
   */
  send(body?: unknown): void {
    if (body === null || body === undefined) {
      this.end();
      return;
    }
    if (forbidsBody(this, body)) {
      if (isStream(body)) discard(body);
    } else if (typeof body === "string") sendText(this, body);
    else if (Buffer.isBuffer(body)) sendBuffer(this, body);
    else if (isStream(body)) {
      if (!this.hasHeader("Content-Type")) this.setHeader("Content-Type", "application/octet-stream");
      pipeStream(this, body);
    } else if (typeof body === "object" || typeof body === "number" || typeof body === "boolean") {
      sendText(this, JSON.stringify(body) ?? "", JSON_TYPE);
    } else {
      throw new TypeError(
        `res.send() cannot send a ${typeof body}. Send a string, a Buffer, a stream or an object.`,
      );
    }
  }

  /**
   * Redirects, with 307 unless a status code is given. The URL goes to the client as it is.
   *
   * @throws Error for other types of arguments, with Next's message; TypeError for a URL that is not a header value.
   */
  redirect(url: string): this;
  redirect(statusCode: number, url: string): this;
  redirect(statusOrUrl: number | string, url?: string): this {
    const statusCode = typeof statusOrUrl === "string" ? 307 : statusOrUrl;
    const location = typeof statusOrUrl === "string" ? statusOrUrl : url;
    if (typeof statusCode !== "number" || typeof location !== "string") {
      throw new Error(
        "Invalid redirect arguments. Please use a single argument URL, e.g. res.redirect('/destination') " +
          "or use a status code and URL, e.g. res.redirect(307, '/destination').",
      );
    }
    this.setHeader("Location", location);
    this.writeHead(statusCode);
    this.end(location);
    return this;
  }

  /** Turns draft mode on, by a cookie; `{ enable: false }` turns it off. */
  setDraftMode(options: { enable: boolean } = { enable: true }): this {
    return setDraftMode(this, options);
  }

  /**
   * Turns preview mode on: later requests have this data as `req.previewData`. It travels in an encrypted cookie.
   *
   * @throws TypeError for what JSON cannot hold; Error for data that makes a cookie of more than 2048 characters.
   */
  setPreviewData(data: unknown, options: PreviewOptions = {}): this {
    return setPreviewData(this, data, options);
  }

  /** Turns preview mode and draft mode off. `path` is the one that the cookies were set with. */
  clearPreviewData(options: Pick<PreviewOptions, "path"> = {}): this {
    return clearPreviewData(this, options);
  }

  /**
   * Makes a static answer of this server anew, or a page of the Next server that the option `revalidate` names.
   *
   * @throws RevalidateError for a path that neither has; Error, with Next's message, for what is not a path.
   */
  revalidate(urlPath: string, options?: RevalidateOptions): Promise<void> {
    // In Next it may be taken out of the response.
    return revalidate(urlPath, options, (this as this | undefined)?.[kSettings]?.revalidate);
  }
}

/** Ends a 204 or 304 without the body that such a status cannot have (RFC 9110 sections 15.3.5 and 15.4.5). */
function forbidsBody(res: RouteResponse, body: unknown): boolean {
  const { statusCode } = res;
  if (statusCode !== 204 && statusCode !== 304) return false;
  res.removeHeader("Content-Type");
  res.removeHeader("Content-Length");
  res.removeHeader("Transfer-Encoding");
  const settings = res[kSettings];
  if (settings?.dev === true && body) {
    settings.logger.warn(
      `A body was attempted to be set with a 204 statusCode for ${res.req.url}, this is invalid and the body was ` +
        "ignored.\nSee more info here https://nextjs.org/docs/messages/invalid-api-status-body",
    );
  }
  res.end();
  return true;
}

/** A source that fails ends the exchange (the listener sees to it); a client that leaves ends the source. */
function pipeStream(res: ServerResponse, source: Source): void {
  if (res.destroyed || res.writableEnded) {
    discard(source);
    // Node reports what comes after the end, as it does for a text.
    res.write("");
    return;
  }
  res.once("close", () => discard(source));
  source.pipe(res);
}

function isStream(body: unknown): body is Source {
  const { pipe, on } = Object(body) as Partial<Source>;
  return typeof pipe === "function" && typeof on === "function";
}
