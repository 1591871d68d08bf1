import { RequestCookies, ResponseCookies } from "@edge-runtime/cookies";

type Cookie = ReturnType<ResponseCookies["getAll"]>[number];
type SetArguments = Parameters<ResponseCookies["set"]>;
type DeleteArguments = Parameters<ResponseCookies["delete"]>;

/** The cookies of a call: those of the request, and on top of them those that the call sets or deletes. */
export class CallCookies {
  readonly #jar = new ResponseCookies(new Headers());
  readonly #changed = new Set<string>();
  readonly #isClosed: () => boolean;

  /** @param isClosed whether the answer has gone, so that no cookie can be set any more */
  constructor(request: Request, isClosed: () => boolean) {
    this.#isClosed = isClosed;
    for (const cookie of new RequestCookies(request.headers).getAll()) this.#jar.set(cookie);
  }

  get size(): number {
    return this.getAll().length;
  }

  get(...args: [name: string] | [cookie: Cookie]): Cookie | undefined {
    return this.#jar.get(...args);
  }

  getAll(...args: [name: string] | [cookie: Cookie] | []): Cookie[] {
    return this.#jar.getAll(...args);
  }

  has(name: string): boolean {
    return this.#jar.has(name);
  }

  /** @throws Error after the answer */
  set(...args: SetArguments): this {
    this.#refuseLate("set");
    this.#jar.set(...args);
    this.#changed.add(typeof args[0] === "string" ? args[0] : args[0].name);
    return this;
  }

  /** @throws Error after the answer */
  delete(...args: DeleteArguments): this {
    this.#refuseLate("delete");
    const options = typeof args[0] === "string" ? { name: args[0] } : args[0];
    return this.set({ ...options, value: "", expires: new Date(0) });
  }

  toString(): string {
    return this.#jar.toString();
  }

  *[Symbol.iterator](): IterableIterator<[string, Cookie]> {
    for (const cookie of this.getAll()) yield [cookie.name, cookie];
  }

  /** Whether the answer has a cookie to send. */
  get isChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** The `Set-Cookie` headers of an answer: its own, which win, and those of the call. */
  appliedTo(headers: Headers): string[] {
    const own = new ResponseCookies(headers).getAll();
    const names = new Set(own.map(({ name }) => name));
    const added = this.#jar.getAll().filter(({ name }) => this.#changed.has(name) && !names.has(name));
    headers.delete("set-cookie");
    const jar = new ResponseCookies(headers);
    for (const cookie of [...own, ...added]) jar.set(cookie);
    return headers.getSetCookie();
  }

  #refuseLate(member: string): void {
    if (!this.#isClosed()) return;
    throw new Error(
      `cookies().${member}() was called after the answer. Set cookies before the route handler returns.`,
    );
  }
}
