import type { ChildProcess } from "node:child_process";
import {
  type CacheEntry,
  type CacheHandler,
  type CacheValue,
  type Durations,
  fromJsonValue,
  type GetContext,
  type JsonValue,
  type SetContext,
  tagsOf,
  toJsonValue,
} from "../cache/handler.ts";
import { MemoryHandler } from "../cache/memory.ts";
import type { Freshness } from "../cache/tags.ts";

/** Routes and their packages may use the channel too. */
const KEY = "pages-api:cache";
const TIMEOUT_MS = 2_000;

interface Made {
  readonly tags: readonly string[];
  readonly at: number;
}

type Question =
  | {
      readonly type: "get";
      readonly key: string;
      readonly context: GetContext;
      readonly made?: Made | undefined;
    }
  | {
      readonly type: "set";
      readonly key: string;
      readonly value: JsonValue | null;
      readonly context: SetContext;
    }
  | {
      readonly type: "revalidate";
      readonly tags: readonly string[];
      readonly durations?: Durations | undefined;
    };

interface Reply {
  readonly entry?: (Omit<CacheEntry, "value"> & { readonly value: JsonValue | null }) | null;
  /** What the tags say of the answer that the worker has of the build. */
  readonly freshness?: Freshness;
}

type Message =
  | { readonly [KEY]: { readonly id: number; readonly size: number; readonly question: Question } }
  | { readonly [KEY]: { readonly id: number; readonly reply: Reply } };

/** The cache that all workers share, in the primary. It is made when the first of them asks. */
export class PrimaryCache {
  #handler: MemoryHandler | undefined;

  /** Answers what a worker asks. */
  listen(worker: ChildProcess): void {
    worker.on("message", (message: unknown) => {
      const asked = (message as Partial<Message> | null)?.[KEY];
      if (asked === undefined || !("question" in asked)) return;
      this.#handler ??= new MemoryHandler({ maxSize: asked.size });
      void this.#answer(asked.question, this.#handler).then((reply) => {
        if (worker.connected) worker.send({ [KEY]: { id: asked.id, reply } }, () => {});
      });
    });
  }

  async #answer(question: Question, handler: MemoryHandler): Promise<Reply> {
    switch (question.type) {
      case "get": {
        const { key, context, made } = question;
        const entry = await handler.get(key, context);
        if (entry !== null) return { entry: { ...entry, value: entry.value && toJsonValue(entry.value) } };
        return { entry: null, ...(made && { freshness: handler.freshness(made.tags, made.at) }) };
      }
      case "set":
        await handler.set(question.key, question.value && fromJsonValue(question.value), question.context);
        return {};
      case "revalidate":
        await handler.revalidateTag(question.tags, question.durations);
        return {};
    }
  }
}

/** Asks the primary. Where that does not answer, all goes on without a cache. */
export class WorkerCache implements CacheHandler {
  readonly #size: number;
  readonly #built: (key: string) => CacheEntry | undefined;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #count = 0;

  /** @param size in bytes, of the cache of all workers */
  constructor(size: number, built: (key: string) => CacheEntry | undefined) {
    this.#size = size;
    this.#built = built;
    process.on("message", (message: unknown) => {
      const told = (message as Partial<Message> | null)?.[KEY];
      if (told === undefined || !("reply" in told)) return;
      this.#waiting.get(told.id)?.(told.reply);
    });
  }

  async get(key: string, context: GetContext): Promise<CacheEntry | null> {
    const built = context.kind === "APP_ROUTE" ? this.#built(key) : undefined;
    const tags = typeof built?.value === "object" && built.value !== null ? tagsOf(built.value) : [];
    const made = built && { tags, at: built.lastModified ?? 0 };
    const { entry, freshness } = await this.#ask({ type: "get", key, context, made });
    if (entry !== null && entry !== undefined)
      return { ...entry, value: entry.value && fromJsonValue(entry.value) };
    if (built === undefined || freshness === "expired") return null;
    return freshness === "stale" ? { ...built, stale: true } : built;
  }

  async set(key: string, value: CacheValue | null, context: SetContext): Promise<void> {
    await this.#ask({ type: "set", key, value: value && toJsonValue(value), context });
  }

  async revalidateTag(tags: string | readonly string[], durations?: Durations): Promise<void> {
    await this.#ask({ type: "revalidate", tags: [tags].flat(), durations });
  }

  #ask(question: Question): Promise<Reply> {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        done();
      };
      const fail = (): void => settle(() => reject(new Error("The primary process does not answer.")));
      const timer = setTimeout(fail, TIMEOUT_MS);
      this.#waiting.set(id, (reply) => settle(() => resolve(reply)));
      if (!process.connected) return fail();
      process.send!(
        { [KEY]: { id, size: this.#size, question } },
        undefined,
        undefined,
        (error) => error && fail(),
      );
    });
  }
}
