import type { Section } from "../../row.ts";
import { betterBuilds } from "./better.ts";
import { failing } from "./failing.ts";
import { legacy } from "./legacy.ts";
import { trees } from "./static.ts";
import type { Tree } from "./tree.ts";

const TITLES: readonly (readonly [group: string, title: string, all: Readonly<Record<string, Tree>>])[] = [
  ["trees", "static sites, byte for byte", trees],
  ["failing", "what a build makes of odd endpoints and params", failing],
  ["legacy", "static sites of Astro 2", legacy],
];

/** The builds as the page of compatibility counts them. */
export const buildSections: readonly Section[] = TITLES.map(([group, title, all]) => ({
  title,
  rows: Object.keys(all).map((name) => {
    const differs = betterBuilds[group]?.[name]?.differs;
    return { name, ...(differs !== undefined && { differs }) };
  }),
}));
