import { expect, it } from "vitest";
import { unsupportedNode } from "../../src/version.ts";
import manifest from "../../package.json" with { type: "json" };

it.each(["18.20.8", "20.18.3", "20.19.0", "20.19.1", "19.9.0"])(
  "Node %s is refused in one line",
  (version) => {
    expect(unsupportedNode(version)).toBe(`pages-api needs Node 20.19.2 or newer; this is Node ${version}.`);
  },
);

it.each(["20.19.2", "20.20.0", "22.0.0", "24.1.0", "26.0.0-nightly2026", "100.0.0"])(
  "Node %s is accepted",
  (version) => {
    expect(unsupportedNode(version)).toBeUndefined();
  },
);

it("the oldest Node is that of package.json", () => {
  expect(manifest.engines.node).toBe(">=20.19.2");
});
