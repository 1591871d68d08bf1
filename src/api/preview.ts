import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { serialize } from "cookie";
import { kSettings } from "../http/settings.ts";
import { encrypt, decrypt, type PreviewKeys } from "./preview-keys.ts";
import type { ResponseSettings, RouteResponse } from "./response-settings.ts";

/** What a request says of preview mode. */
export interface Preview {
  /** True in preview mode and in draft mode, else `undefined`. */
  preview: true | undefined;
  /** What `res.setPreviewData` was given, `{}` in draft mode, `false` when neither is on. */
  previewData: any;
  /** The same as `preview`. */
  draftMode: true | undefined;
}

export interface PreviewOptions {
  /** For how many seconds the cookies are valid. Default: until the browser is closed. */
  maxAge?: number;
  /** The path below which they are sent. Default: `"/"`. */
  path?: string;
}

/** The cookie that turns draft and preview mode on. */
export const BYPASS_COOKIE = "__prerender_bypass";
const DATA_COOKIE = "__next_preview_data";
const TOKEN_LIMIT = 2048;
/** Next's way to delete a cookie. */
const EXPIRED = { expires: new Date(0) };

/** The members of a request without preview cookies. */
export const NO_PREVIEW: Readonly<Preview> = { preview: undefined, previewData: false, draftMode: undefined };

/** Turns draft mode on, or with an empty cookie off: also for `null`, as in Next. */
export function setDraftMode<R extends RouteResponse>(res: R, options: { enable: boolean } | null): R {
  const settings = settingsOf(res);
  const cookie = options?.enable
    ? cookieOf(BYPASS_COOKIE, bypassOf(settings), settings)
    : cookieOf(BYPASS_COOKIE, "", settings, EXPIRED);
  return addCookies(res, [cookie]);
}

/**
 * Turns preview mode on, with data that every later request brings along, encrypted.
 *
 * @throws TypeError for data that JSON cannot hold, a `maxAge` that is not a number, a `path` that fits no cookie;
 *   Error, with Next's message, for data that makes a cookie of more than 2048 characters.
 */
export function setPreviewData<R extends RouteResponse>(
  res: R,
  data: unknown,
  { maxAge, path }: PreviewOptions,
): R {
  const settings = settingsOf(res);
  const json = JSON.stringify(data) as string | undefined;
  if (json === undefined) {
    throw new TypeError(
      `res.setPreviewData() cannot keep ${typeof data}. Give it an object or a string; for no data at all, use ` +
        "res.setDraftMode().",
    );
  }
  const seconds = maxAge === undefined || maxAge === null ? undefined : Math.floor(maxAge);
  const expires = seconds === undefined ? "null" : Date.now() + seconds * 1000;
  const token = encrypt(`[${expires},${json}]`, settings.preview.dataKey);
  if (token.length > TOKEN_LIMIT) {
    throw new Error(
      "Preview data is limited to 2KB currently, reduce how much data you are storing as preview data to continue",
    );
  }
  const attributes = { path, ...(seconds !== undefined && { maxAge: seconds }) };
  return addCookies(res, [
    cookieOf(BYPASS_COOKIE, bypassOf(settings), settings, attributes),
    cookieOf(DATA_COOKIE, token, settings, attributes),
  ]);
}

/** Turns both modes off. The path is the one that the cookies were set with. */
export function clearPreviewData<R extends RouteResponse>(res: R, { path }: Pick<PreviewOptions, "path">): R {
  const settings = settingsOf(res);
  const attributes = { path, ...EXPIRED };
  return addCookies(res, [
    cookieOf(BYPASS_COOKIE, "", settings, attributes),
    cookieOf(DATA_COOKIE, "", settings, attributes),
  ]);
}

/**
 * Before the handler: sets the request's members from its preview cookies. Cookies that are not this server's are
 * cleared, whether the handler looks or not, as in Next. Other cookies cost two searches of their header.
 */
export function enterPreview(
  req: IncomingMessage & Preview,
  res: RouteResponse,
  header: string,
  keys: PreviewKeys,
): void {
  if (!header.includes(BYPASS_COOKIE) && !header.includes(DATA_COOKIE)) return;
  const data = readPreview(lastCookie(header, BYPASS_COOKIE), lastCookie(header, DATA_COOKIE), keys);
  if (data === undefined) clearPreviewData(res, {});
  else if (data !== false) Object.assign(req, { preview: true, previewData: data, draftMode: true });
}

/** The data of preview mode, `{}` for draft mode, `false` for neither, `undefined` for invalid cookies. */
function readPreview(bypass: string, token: string, { bypassId, dataKey }: PreviewKeys): unknown {
  if (bypass === "" && token === "") return false;
  if (!isSame(bypass, bypassId)) return undefined;
  if (token === "") return {};
  const text = decrypt(token, dataKey);
  if (text === undefined) return undefined;
  const [expires, data] = JSON.parse(text) as [number | null, unknown];
  return expires === null || Date.now() < expires ? data : undefined;
}

/**
 * The last cookie of a name. Of equal names browsers send the one with the longest path first (RFC 6265 section
 * 5.4), and a stale one can be cleared here only if it is the one with the path `/`, hence the last.
 */
function lastCookie(header: string, name: string): string {
  const pairs = header.split(";").map((pair) => pair.trim());
  return pairs.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

let isReported = false;

/** The value of the bypass cookie. In production a secret that ends with the process is reported, once. */
function bypassOf({ preview, dev, logger }: ResponseSettings): string {
  if (preview.isTemporary && !dev && !isReported) {
    isReported = true;
    logger.warn(
      "Draft mode has no secret: its cookies end with this process. Set PAGES_API_PREVIEW_SECRET, such as to what " +
        "`openssl rand -hex 32` prints.",
    );
  }
  return preview.bypassId;
}

function isSame(textA: string, textB: string): boolean {
  const bytesA = Buffer.from(textA);
  const bytesB = Buffer.from(textB);
  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB);
}

interface Attributes {
  path?: string | undefined;
  maxAge?: number;
  expires?: Date;
}

/** Editors see a preview inside a frame of another site: in production that takes SameSite=None, hence Secure. */
function cookieOf(name: string, value: string, { dev }: ResponseSettings, attributes?: Attributes): string {
  const { path = "/", ...rest } = attributes ?? {};
  const site = dev ? ({ sameSite: "lax" } as const) : ({ sameSite: "none", secure: true } as const);
  return serialize(name, value, { ...rest, path, httpOnly: true, ...site });
}

function addCookies<R extends RouteResponse>(res: R, cookies: readonly string[]): R {
  const earlier = [res.getHeader("Set-Cookie") ?? []].flat().map(String);
  res.setHeader("Set-Cookie", [...earlier, ...cookies]);
  return res;
}

function settingsOf(res: RouteResponse): ResponseSettings {
  const settings = res[kSettings];
  if (settings !== undefined) return settings;
  throw new Error("Draft and preview mode belong to routes: outside a route's request they cannot be set.");
}
