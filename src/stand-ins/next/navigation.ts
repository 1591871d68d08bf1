import { unsupportedMember } from "./unsupported.ts";

/** How the browser's history takes a redirect; an answer of a route has no part in it. */
export const RedirectType = { push: "push", replace: "replace" } as const;
export type RedirectType = (typeof RedirectType)[keyof typeof RedirectType];

const REDIRECT = "NEXT_REDIRECT";
const STATUS = "NEXT_HTTP_ERROR_FALLBACK";

interface Signal extends Error {
  digest: string;
}

/** Ends the call with a redirect: 307, whatever the method. The URL goes to the client as it is. */
export function redirect(url: string, type: RedirectType = "replace"): never {
  throw signal(REDIRECT, `${REDIRECT};${type};${url};307;`);
}

/** Ends the call with a permanent redirect: 308. */
export function permanentRedirect(url: string, type: RedirectType = "replace"): never {
  throw signal(REDIRECT, `${REDIRECT};${type};${url};308;`);
}

/** Ends the call with 404. */
export function notFound(): never {
  throw status(404);
}

/** Ends the call with 403. */
export function forbidden(): never {
  throw status(403);
}

/** Ends the call with 401. */
export function unauthorized(): never {
  throw status(401);
}

/** Throws an error again that one of the functions of this module has thrown, also as the cause of another one. */
export function unstable_rethrow(error: unknown): void {
  if (answerOf(error) !== undefined) throw error;
  if (error instanceof Error && "cause" in error) unstable_rethrow(error.cause);
}

/** What the functions of this module ask for, or `undefined` for any other value. Their digest shows which. */
export function answerOf(
  error: unknown,
): { readonly status: number; readonly location?: string } | undefined {
  const digest = digestOf(error);
  if (digest === undefined) return undefined;
  const parts = digest.split(";");
  if (parts[0] === STATUS) {
    const code = Number(parts[1]);
    return [401, 403, 404].includes(code) ? { status: code } : undefined;
  }
  if (parts[0] !== REDIRECT || (parts[1] !== "push" && parts[1] !== "replace")) return undefined;
  const code = Number(parts.at(-2));
  const location = parts.slice(2, -2).join(";");
  return location !== "" && [303, 307, 308].includes(code) ? { status: code, location } : undefined;
}

/** A Proxy may throw even when it is asked for a property. */
function digestOf(error: unknown): string | undefined {
  try {
    const digest = (error as { digest?: unknown } | null | undefined)?.digest;
    return typeof digest === "string" ? digest : undefined;
  } catch {
    return undefined;
  }
}

function status(code: number): Signal {
  const digest = `${STATUS};${code}`;
  return signal(digest, digest);
}

function signal(message: string, digest: string): Signal {
  return Object.assign(new Error(message), { digest });
}

const HOOKS = "It is a hook of React components. In a route handler read request.nextUrl and the params.";
const hook = (name: string): (() => never) => unsupportedMember("next/navigation", name, HOOKS);

export const useParams = hook("useParams");
export const usePathname = hook("usePathname");
export const useRouter = hook("useRouter");
export const useSearchParams = hook("useSearchParams");
export const useSelectedLayoutSegment = hook("useSelectedLayoutSegment");
export const useSelectedLayoutSegments = hook("useSelectedLayoutSegments");
export const useServerInsertedHTML = hook("useServerInsertedHTML");
export const ReadonlyURLSearchParams = URLSearchParams;
