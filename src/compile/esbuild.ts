import { createRequire } from "node:module";
import type * as esbuild from "esbuild";

/**
 * The compiler, required: for an import, Node first reads which names a CommonJS module exports, and that takes 45 ms of
 * the start for this one.
 */
export const { build, stop, transform } = createRequire(import.meta.url)("esbuild") as typeof esbuild;
