import { describe, expect, it } from "vitest";
import { parseTarget } from "../../src/http/target.ts";
import { type Random, seeded } from "../support/random.ts";

const PIECES = [
  "/",
  "/",
  "/",
  "\\",
  ".",
  "..",
  "%2e",
  "%2E",
  "...",
  "%2f",
  "%5c",
  "%",
  "a",
  "b.c",
  "~",
  "@",
  ":",
  ";",
];
const ENDS = ["", "", "?", "?q=/../a//b\\", "#f", "?a#/x/"];
const ORIGIN = "http://ours.test";

function randomTarget(random: Random): string {
  const pieces = Array.from({ length: random(12) }, () => PIECES[random(PIECES.length)]!);
  return `/${pieces.join("")}${ENDS[random(ENDS.length)]}`;
}

describe.each(Array.from({ length: 20 }, (_, seed) => ({ seed })))("any target (seed $seed)", ({ seed }) => {
  const random = seeded(seed);
  const targets = Array.from({ length: 500 }, () => randomTarget(random));

  it("is resolved as the URL standard does once its slashes are collapsed", () => {
    for (const target of targets) {
      const [sent] = target.split(/[?#]/, 1);
      const { pathname } = new URL(ORIGIN + sent!.replace(/[/\\]+/g, "/"));
      const expected = pathname.length > 1 ? pathname.replace(/\/$/, "") : pathname;

      expect([target, parseTarget(target).path]).toEqual([target, expected]);
    }
  });

  it("is redirected within the host, without a fragment, and at most twice", () => {
    for (const target of targets) {
      const { path, redirect } = parseTarget(target);
      let last = target;
      for (let next = redirect, steps = 0; next !== undefined; steps++) {
        expect(next).toMatch(/^\/(?![/\\])[^#]*$/);
        expect(new URL(next, `${ORIGIN}/api/`).origin).toBe(ORIGIN);
        expect([target, steps]).toEqual([target, Math.min(steps, 1)]);
        last = next;
        next = parseTarget(next).redirect;
      }
      expect([target, parseTarget(last).path]).toEqual([target, path]);
    }
  });

  it("is redirected where its path is not plain, and only there", () => {
    for (const target of targets) {
      const [sent] = target.split(/[?#]/, 1);
      const plain =
        !/\/\/|\\/.test(sent!) &&
        !(new URL(ORIGIN + sent!).pathname.length > 1 && new URL(ORIGIN + sent!).pathname.endsWith("/"));

      expect([target, parseTarget(target).redirect === undefined]).toEqual([target, plain]);
    }
  });
});
