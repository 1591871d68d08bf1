import { requireScope, type Scope, useScopes } from "../../web/scope.ts";
import { type Awaitable, awaitable } from "./awaitable.ts";
import { CallCookies } from "./cookies.ts";

export type { CallCookies } from "./cookies.ts";

useScopes();

const BYPASS = "__prerender_bypass";
const COOKIE_MEMBERS = ["get", "getAll", "has", "set", "delete", "size", "toString", Symbol.iterator];

/**
 * The cookies of the current request. What a route sets or deletes is sent with whatever it answers.
 *
 * @throws Error outside a request
 */
export function cookies(): Awaitable<CallCookies> {
  return awaitable(cookiesOf(requireScope("cookies()")), COOKIE_MEMBERS);
}

/** Headers that can be read; to change them throws. */
export type ReadonlyHeaders = Headers & {
  /** @deprecated it throws */
  append(...args: unknown[]): void;
  /** @deprecated it throws */
  set(...args: unknown[]): void;
  /** @deprecated it throws */
  delete(...args: unknown[]): void;
};

/** What code that was made ready for Next 15 names, for use without `await`. */
export type UnsafeUnwrappedCookies = CallCookies;
export type UnsafeUnwrappedHeaders = ReadonlyHeaders;
export type UnsafeUnwrappedDraftMode = DraftMode;

const CHANGES: ReadonlySet<PropertyKey> = new Set(["append", "set", "delete"]);

/** The headers of a request as it has them now: they can be read, not changed. */
function readonly(request: Headers): Headers {
  return new Proxy(request, {
    get(target, name) {
      if (CHANGES.has(name)) return refuseChange;
      const member = Reflect.get(target, name) as unknown;
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

function refuseChange(): never {
  throw new ReadonlyHeadersError();
}

/** Thrown where the headers of a request are to be changed. */
class ReadonlyHeadersError extends Error {
  override readonly name = "ReadonlyHeadersError";

  constructor() {
    super("The headers of a request cannot be changed. Set headers on the Response that the route returns.");
  }
}

const HEADER_MEMBERS: readonly PropertyKey[] = [
  "append",
  "set",
  "delete",
  "get",
  "has",
  "getSetCookie",
  "forEach",
  "keys",
  "values",
  "entries",
  Symbol.iterator,
];

/**
 * The headers of the current request, read-only.
 *
 * @throws Error outside a request
 */
export function headers(): Awaitable<ReadonlyHeaders> {
  return awaitable(readonly(requireScope("headers()").request.headers), HEADER_MEMBERS);
}

/** Whether the client is in draft mode, and the switch for it. */
export class DraftMode {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  get isEnabled(): boolean {
    return this.#scope.draft;
  }

  /** Turns draft mode on, by a cookie. */
  enable(): void {
    this.#switch(true);
  }

  /** Turns draft mode off. */
  disable(): void {
    this.#switch(false);
  }

  #switch(on: boolean): void {
    const keys = this.#scope.draftKeys?.();
    if (keys === undefined) throw new Error("Draft mode cannot be switched here.");
    // Editors see a draft inside a frame of another site: in production that takes SameSite=None, hence Secure.
    const site = keys.dev ? ({ sameSite: "lax" } as const) : ({ sameSite: "none", secure: true } as const);
    const cookie = { name: BYPASS, httpOnly: true, path: "/", ...site };
    const jar = cookiesOf(this.#scope);
    if (on) jar.set({ ...cookie, value: keys.bypassId });
    else jar.set({ ...cookie, value: "", expires: new Date(0) });
    this.#scope.draft = on;
  }
}

/** @throws Error outside a request */
export function draftMode(): Awaitable<DraftMode> {
  return awaitable(new DraftMode(requireScope("draftMode()")), ["isEnabled", "enable", "disable"]);
}

function cookiesOf(scope: Scope): CallCookies {
  return (scope.cookies ??= new CallCookies(scope.request, () => scope.phase === "after"));
}
