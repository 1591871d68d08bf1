import type { IncomingMessage } from "node:http";
import { sentHeaders } from "../../http/incoming.ts";
import type { DomainPattern } from "./config.ts";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const FORM_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/**
 * Whether a request may be a form that another site sent (`security.checkOrigin`): not a safe method, not the origin of
 * the URL, and a content type that a form can have, or none.
 */
export function isForeignForm({ method, headers, url }: Request): boolean {
  if (SAFE_METHODS.has(method)) return false;
  const type = headers.get("content-type")?.toLowerCase();
  if (type !== undefined && !FORM_TYPES.some((form) => type.includes(form))) return false;
  const origin = headers.get("origin");
  return origin === null || origin !== new URL(url).origin;
}

export function refuseForm({ method }: Request): Response {
  return new Response(`Cross-site ${method} form submissions are forbidden`, { status: 403 });
}

export interface Forwarded {
  readonly protocol?: string;
  readonly host?: string;
  readonly port?: string;
  /** The client's address, where the host is trusted. */
  readonly address?: string;
}

const NOTHING: Forwarded = Object.freeze({});

/** What X-Forwarded-* say, as far as `security.allowedDomains` allows it. */
export function forwardedOf(req: IncomingMessage, allowed: readonly DomainPattern[]): Forwarded {
  if (allowed.length === 0) return NOTHING;
  const [protocol, host, port] = ["proto", "host", "port"].map((name) => first(req, `x-forwarded-${name}`));
  const result: { -readonly [K in keyof Forwarded]: Forwarded[K] } = {};
  if (protocol !== undefined && isAllowedProtocol(protocol, allowed)) result.protocol = protocol;
  if (port !== undefined && allowed.some((pattern) => pattern.port === port)) result.port = port;
  if (host !== undefined && isAllowedHost(host, result.protocol ?? "https", result.port, allowed))
    result.host = host;
  const own = isAllowedHost(req.headers.host ?? "", isEncrypted(req) ? "https" : "http", undefined, allowed);
  const byHost = host !== undefined && isAllowedHost(host, "https", undefined, allowed);
  const address = own || byHost ? first(req, "x-forwarded-for") : undefined;
  return address === undefined ? result : { ...result, address };
}

function isEncrypted({ socket }: IncomingMessage): boolean {
  return "encrypted" in socket && Boolean(socket.encrypted);
}

function first(req: IncomingMessage, name: string): string | undefined {
  // Not what the pipeline adds to them for routes of other conventions.
  const value = sentHeaders(req)[name];
  return value === undefined ? undefined : String(value).split(",")[0]!.trim() || undefined;
}

function isAllowedProtocol(protocol: string, allowed: readonly DomainPattern[]): boolean {
  const named = allowed.filter((pattern) => pattern.protocol !== undefined);
  return named.length === 0
    ? /^https?$/.test(protocol)
    : named.some((pattern) => pattern.protocol === protocol);
}

function isAllowedHost(
  host: string,
  protocol: string,
  port: string | undefined,
  allowed: readonly DomainPattern[],
): boolean {
  if (host === "" || /[/\\]/.test(host)) return false;
  const [name, own, more] = host.split(":");
  const given = port ?? own;
  const text = `${protocol}://${name}${given === undefined ? "" : `:${given}`}`;
  if (more !== undefined || !URL.canParse(text)) return false;
  const url = new URL(text);
  return allowed.some((pattern) => matches(url, pattern));
}

function matches(url: URL, { protocol, hostname, port }: DomainPattern): boolean {
  if (protocol !== undefined && `${protocol}:` !== url.protocol) return false;
  if (port !== undefined && port !== "" && port !== url.port) return false;
  return hostname === undefined || isHost(url.hostname, hostname);
}

function isHost(name: string, pattern: string): boolean {
  if (pattern.startsWith("**.")) return name.endsWith(pattern.slice(2)) && name !== pattern.slice(2);
  if (!pattern.startsWith("*.")) return name === pattern;
  const sub = name.slice(0, -(pattern.length - 1));
  return name.endsWith(pattern.slice(1)) && sub !== "" && !sub.includes(".");
}
