import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, refused, serving } from "../support/program.ts";

const FILES = {
  "pages/api/test.js":
    'export default (req, res) => { if (req.query.t) throw new Error("broken"); if (req.query.name) throw new Error(`No user ${req.query.name}`, { cause: { name: req.query.name } }); res.end(); };',
};

/** Serves two requests, one of which fails, and others, and ends. */
async function printed(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  ...others: readonly string[]
): Promise<{ out: string; err: string }> {
  const cwd = await project(FILES);
  const { url, child, ended } = await serving([CLI, "start", ...args], { cwd, env });
  await fetch(`${url}/api/test`);
  await fetch(`${url}/api/test?t=1`);
  for (const path of others) await fetch(`${url}${path}`);
  child.kill("SIGTERM");
  return ended;
}

describe("the log of start", () => {
  it.each([
    [[], undefined],
    [["--log", "json"], "none"],
  ] as const)("is one JSON object a line, errors too, with %j", async (args, variable) => {
    const { out, err } = await printed(args, { PAGES_API_LOG: variable });
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 30, msg: expect.stringMatching(/^http:\/\/\S+ ready in \d+ ms/) },
      { level: 30, method: "GET", url: "/api/test", route: "/api/test", status: 200 },
      {
        level: 50,
        msg: "broken",
        err: { type: "Error", stack: expect.stringContaining("pages/api/test.js:1:") },
      },
      { level: 30, url: "/api/test?t=1", status: 500, reqId: lines[2]!["reqId"] },
      { level: 30, msg: expect.stringContaining("SIGTERM") },
    ]);
    expect(err).toBe("");
  });

  it.each([
    [["--log", "text"], "none"],
    [[], "text"],
  ] as const)("is text with %j", async (args, variable) => {
    const hostile = "/api/test?name=%1B%5B31m%0Dred%E2%80%AE";
    const { out, err } = await printed(args, { PAGES_API_LOG: variable }, hostile);
    // The table of what is served may come between them.
    expect(out).toMatch(/^GET \/api\/test 200 in \d+ ms$[^]*^GET \/api\/test\?t=1 500 in \d+ ms$/m);
    expect(err).toMatch(/^Error: broken\n/);
    // What a client sends writes no escapes of a terminal through the message of an error.
    expect(err).toContain("Error: No user \\u001b[31m\\u000dred\\u202e\n");
    expect(err).not.toContain("\u001B");
  });

  it("is none with --log none, but for errors", async () => {
    const { out, err } = await printed(["--log", "none"], { PAGES_API_LOG: "json" });
    expect(out).not.toContain("GET");
    expect(err).toMatch(/^Error: broken\n/);
  });

  it("is of no other form", async () => {
    const cwd = await project(FILES);
    const { code, err } = await refused(["start", "--log", "xml"], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('PAGES_API_LOG, is "xml". Write json, text or none.');
  });
});
