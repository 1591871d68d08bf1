import type { Modules } from "../convention.ts";

/** What is made of a module that surrounds the routes. It is made again where the module or what it imports has changed. */
export class Reloaded<State> {
  #version: string | undefined;
  #state: State | Promise<State>;

  constructor(initial: State) {
    this.#state = initial;
  }

  /** A promise while the module is being loaded: a request waits for it. */
  get state(): State | Promise<State> {
    return this.#state;
  }

  set(state: State): void {
    this.#state = state;
  }

  /**
   * @param file absolute
   * @param make must not reject
   */
  load(modules: Modules, file: string, make: () => Promise<State>): void {
    const version = modules.version(file);
    if (version !== undefined && version === this.#version) return;
    this.#version = version;
    const loading = make().then((state) => {
      if (this.#state === loading) this.#state = state;
      return state;
    });
    this.#state = loading;
  }
}
