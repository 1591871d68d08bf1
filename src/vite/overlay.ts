import { stripVTControlCharacters } from "node:util";
import type { HotPayload } from "vite";
import { RouteError } from "../error.ts";
import { importError } from "../project/import.ts";
import { firstFrameOf, sourceRoot } from "../observe/code-frame.ts";

type Overlay = Extract<HotPayload, { type: "error" }>["err"];

interface Place {
  readonly file?: string;
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** What Vite's plugins and its compilers, esbuild or Oxc, say about a file. */
interface ViteError extends Error {
  readonly loc?: Place;
  readonly id?: string;
  readonly errors?: readonly { text?: string; message?: string; loc?: Place; location?: Place }[];
}

/** What kept a route from being loaded, as an error that names the file and the place in it. */
export function routeErrorOf(error: unknown, file: string, root: string): RouteError {
  if (error instanceof RouteError) return error;
  if (!isViteError(error)) return importError(error, file);
  const [first] = error.errors ?? [];
  const loc = first?.loc ?? first?.location ?? error.loc;
  const source = loc?.file ?? error.id;
  const place = loc && source && `${source}:${loc.line}:${loc.column + 1}`;
  const at = (place ?? source ?? file).replace(`${root}/`, "");
  const [text = ""] = stripVTControlCharacters(first?.text ?? first?.message ?? error.message).split("\n");
  const message = `${at}: ${text.replace(/^\[\w+\] /, "")}`;
  return new RouteError("ROUTE_COMPILE", message, { file, place: place ?? source, cause: error });
}

/** Of a plugin, a compiler or the resolver, in contrast to what the module itself throws. */
function isViteError(error: unknown): error is ViteError {
  return error instanceof Error && ["plugin", "loc", "errors"].some((name) => name in error && "id" in error);
}

/** An error as Vite's overlay shows it. */
export function overlayOf(error: unknown, dir: string): Overlay {
  const frame = firstFrameOf(error, sourceRoot(dir));
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return {
    message,
    stack: stack
      .split("\n")
      .filter((line) => /^\s*at /.test(line))
      .join("\n"),
    plugin: "pages-api",
    ...(frame && {
      id: frame.file,
      loc: { file: frame.file, line: frame.line, column: frame.column },
      frame: frame.text,
    }),
  };
}
