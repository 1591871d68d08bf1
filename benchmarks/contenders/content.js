// What all contenders answer with.
import { Readable } from "node:stream";

export const HELLO = { message: "Hello, World!", id: 42, tags: ["node", "http"], active: true };
export const TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(23302).slice(0, 1024 * 1024);
export const BYTES = Buffer.alloc(1024 * 1024, TEXT);

export const CHUNKS = Array.from({ length: 4 }, () => Buffer.alloc(16 * 1024, "chunk "));

/** 64 KB in four chunks. */
export function stream() {
  return Readable.from(CHUNKS, { objectMode: false });
}

/** Paths of more routes, half of them with a param; each answers as /api/json does. */
export function morePaths(count, param) {
  return Array.from({ length: count }, (_, index) => {
    const group = `/api/group${index % 100}`;
    return index % 2 === 0 ? `${group}/item${index}` : `${group}/item${index}/${param("id")}`;
  });
}

/** The same 64 KB as a web stream, made as they are asked for. */
export function webStream() {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next === CHUNKS.length) controller.close();
      else controller.enqueue(CHUNKS[next++]);
    },
  });
}
