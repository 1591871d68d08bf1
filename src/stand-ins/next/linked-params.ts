/** The query of a URL, which changes with it. */
export class LinkedParams extends URLSearchParams {
  readonly #changed: (search: string) => void;

  constructor(search: string, changed: (search: string) => void) {
    super(search);
    this.#changed = changed;
  }

  /** Takes the query of the URL, which has been set as a whole. */
  reset(search: string): void {
    for (const name of new Set(this.keys())) super.delete(name);
    for (const [name, value] of new URLSearchParams(search)) super.append(name, value);
  }

  override append(name: string, value: string): void {
    super.append(name, value);
    this.#changed(this.toString());
  }

  override delete(...args: [name: string, value?: string]): void {
    super.delete(...args);
    this.#changed(this.toString());
  }

  override set(name: string, value: string): void {
    super.set(name, value);
    this.#changed(this.toString());
  }

  override sort(): void {
    super.sort();
    this.#changed(this.toString());
  }
}

// What looks at its constructor finds the one that a URL has.
Object.defineProperty(LinkedParams, "name", { value: "URLSearchParams" });
