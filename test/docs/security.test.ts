import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testNames } from "../support/docs.ts";
import { hosts, serve } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const ORIGIN = { Origin: "https://other.test" };
const PREFLIGHT = {
  ...ORIGIN,
  "Access-Control-Request-Method": "PUT",
  "Access-Control-Request-Headers": "x-a",
};

describe.each(hosts)("another site in $name", (host) => {
  it.each([
    ["GET", "/api/test", ORIGIN, 200],
    ["POST", "/api/test", ORIGIN, 200],
    ["OPTIONS", "/api/test", PREFLIGHT, 200],
    ["GET", "/api/test?fail", ORIGIN, 500],
    ["OPTIONS", "/api/test?fail", PREFLIGHT, 500],
    ["GET", "/api/test/", ORIGIN, 308],
  ])("is allowed nothing by the answer to %s %s", async (method, path, headers, status) => {
    const { server } = await serve(host, (req, res) => {
      if (req.query["fail"] !== undefined) throw new Error("failed");
      res.json({ method: req.method });
    });

    const answer = await ask(server, path, { method, headers });

    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body).toBe(JSON.stringify({ method }));
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });
});

describe("SECURITY.md", () => {
  const text = readFileSync(new URL("../../SECURITY.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| (?!promise |---)(.+) \| (.+) \|$/gm)];

  it("names a test that exists for each promise", async () => {
    const known = await testNames();
    expect(rows.length).toBeGreaterThan(15);
    for (const [, promise, cell] of rows) {
      if (cell!.includes("npm run soak")) continue;
      const missing = cell!.split(", ").filter((name) => !known.has(name.replaceAll("/", ".")));
      expect([promise, missing]).toEqual([promise, []]);
    }
  });
});
