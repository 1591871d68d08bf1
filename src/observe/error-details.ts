import { relative, resolve, sep } from "node:path";
import { RouteError } from "../error.ts";
import { framesOf } from "../project/import.ts";
import { type ErrorFrame, frameOf, sourceRoot } from "./code-frame.ts";

/** What a developer is shown of a thrown value, and of what caused it. */
export interface ErrorDetails {
  readonly name: string;
  readonly message: string;
  /** The place in a file of the project, and the lines around it. */
  readonly frame: (ErrorFrame & { readonly name: string }) | undefined;
  /** A file of the project that the error is about, where it names no line. */
  readonly file: { readonly name: string; readonly path: string } | undefined;
  /** The lines of the stack, without the message. */
  readonly stack: readonly string[];
  /** It is not the cause of the one before, but another mistake. */
  readonly isBeside?: true;
}

const DEEPEST = 8;

/**
 * The error and its chain of causes. Lines of a file are shown only where the file is in the project: a stack may come
 * from elsewhere, with the paths of another machine in it.
 *
 * @param dir the project; files are named relative to it
 */
export function detailsOf(error: unknown, dir: string): ErrorDetails[] {
  if (error instanceof RouteError && error.errors !== undefined) {
    const [first, ...others] = error.errors.map((each) => detailsOf(each, dir)[0]!);
    return [first!, ...others.map((other) => ({ ...other, isBeside: true as const }))];
  }
  const details: ErrorDetails[] = [];
  const root = sourceRoot(dir);
  const met = new Set<unknown>();
  for (let value = error; value !== undefined && !met.has(value) && met.size < DEEPEST;) {
    met.add(value);
    try {
      details.push(detailOf(value, dir, root));
      value = value instanceof Error ? value.cause : undefined;
    } catch {
      // Any value can be thrown, also one that throws when it is looked at.
      details.push({
        name: "Thrown value",
        message: "(it cannot be shown)",
        frame: undefined,
        file: undefined,
        stack: [],
      });
      value = undefined;
    }
  }
  return folded(details);
}

/** A RouteError says in its message what its cause says: the two are one, with the place of the cause. */
function folded([first, second, ...rest]: readonly ErrorDetails[]): ErrorDetails[] {
  if (second === undefined) return [first!];
  if (!first!.message.includes(second.message)) return [first!, second, ...rest];
  const { frame = second.frame, stack } = first!;
  return [{ ...first!, frame, stack: stack.length > 0 ? stack : second.stack }, ...rest];
}

function detailOf(error: unknown, dir: string, root: string): ErrorDetails {
  if (!(error instanceof Error)) {
    return { name: "Thrown value", message: String(error), frame: undefined, file: undefined, stack: [] };
  }
  const frame = frameOf(error, root);
  return {
    name: error instanceof RouteError ? `${error.name} ${error.code}` : error.name,
    message: error.message,
    frame: frame && { ...frame, name: relative(dir, frame.file).replaceAll(sep, "/") },
    file: error instanceof RouteError ? fileOf(error, dir) : undefined,
    stack: framesOf(error)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line.startsWith("at ")),
  };
}

function fileOf({ file }: RouteError, dir: string): ErrorDetails["file"] {
  if (file === undefined) return undefined;
  const path = resolve(dir, file);
  return { name: relative(dir, path).replaceAll(sep, "/"), path };
}
