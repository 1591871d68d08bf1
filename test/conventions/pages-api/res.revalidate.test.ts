import { describe, expect, it } from "vitest";
import type { NextApiHandler } from "../../../src/index.ts";
import { get } from "../../support/client.ts";
import { hosts } from "../../support/hosts.ts";
import { serve } from "../../support/previews.ts";

/** Answers what became of a call of `res.revalidate`. */
function revalidating(...args: unknown[]): NextApiHandler {
  return async (_, res) => {
    const promise = res.revalidate(...(args as [string]));
    const result = await promise.then(
      (value) => ["resolved", String(value)],
      ({ name, code, message }: NodeJS.ErrnoException) => [name, code, message],
    );
    res.json(result);
  };
}

const invalid = "Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ";

describe.each(hosts)("res.revalidate() on $name", (host) => {
  const resultOf = async (...args: unknown[]): Promise<unknown> =>
    JSON.parse((await get(await serve(revalidating(...args), {}, host))).text);

  it("rejects with an error that says what to do instead", async () => {
    const [name, code, message] = (await resultOf("/blog/post-1")) as string[];
    expect([name, code]).toEqual(["RevalidateError", "REVALIDATE_UNSUPPORTED"]);
    expect(message).toMatch(/^Failed to revalidate \/blog\/post-1: .*no pages.* Let the Next\.js server /);
  });

  it.each([
    ["blog", "blog"],
    ["", ""],
    ["https://a.test/", "https://a.test/"],
    [undefined, "undefined"],
    [5, "5"],
  ])("rejects %j with Next's message, as it is no path", async (urlPath, received) => {
    expect(await resultOf(urlPath)).toEqual(["Error", null, invalid + received]);
  });

  it("resolves where only pages that were built already are meant, as in Next for a page that is not there", async () => {
    expect(await resultOf("/blog", { unstable_onlyGenerated: true })).toEqual(["resolved", "undefined"]);
    expect(await resultOf("blog", { unstable_onlyGenerated: true })).toEqual([
      "Error",
      null,
      `${invalid}blog`,
    ]);
  });
});
