import { afterEach, describe, expect, it } from "vitest";
import { hosts } from "../../support/hosts.ts";
import { expectBody, expectRefusal, expectSeen } from "../../support/post.ts";
import { expectPristine } from "../../support/prototype.ts";

const VALID_JSON = [
  "null",
  "0",
  "false",
  '"text"',
  '""',
  "[]",
  "1.5e3",
  " {} ",
  "\n{}\n",
  '{"a":1,"a":2}',
  '{"constructor":1,"toString":2}',
  '"\\ud800"',
  "12345678901234567890",
  `${"[".repeat(1000)}${"]".repeat(1000)}`,
];

const INVALID_JSON = [
  " ",
  "\r\n",
  "{",
  "{a:1}",
  "'a'",
  "undefined",
  "NaN",
  "{}{}",
  "[1,]",
  "\u00a0{}",
  "\0",
  "//comment\n{}",
  "a=1&b=2",
];

afterEach(expectPristine);

describe.each(hosts)("req.body of JSON in $name", (host) => {
  it.each(VALID_JSON)("is the value of %j", async (sent) => {
    expect(await expectBody(host, sent, "application/json")).toEqual(JSON.parse(sent));
  });

  it.each(INVALID_JSON)("refuses %j", async (sent) => {
    await expectRefusal(host, sent, [400, "Invalid JSON"], { type: "application/json" });
  });

  it("has __proto__ as a key like any other", async () => {
    const body = await expectBody(host, '{"__proto__":{"a":1}}', "application/json");
    expect(Object.entries(body as object)).toEqual([["__proto__", { a: 1 }]]);
  });

  it("may be nested deeply", async () => {
    const sent = "[".repeat(5000) + "]".repeat(5000);
    const depth = await expectSeen(host, ({ body }) => depthOf(body), { sent, type: "application/json" });
    expect(depth).toBe(5000);
  });
});

function depthOf(value: unknown): number {
  let depth = 0;
  for (let inner = value; Array.isArray(inner); [inner] = inner as unknown[]) depth += 1;
  return depth;
}
