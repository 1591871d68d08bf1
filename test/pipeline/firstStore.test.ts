import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { launch } from "../support/program.ts";

const PROGRAM = fileURLToPath(new URL("../support/first-store.mjs", import.meta.url));

/** What the requests of a case find, in a process that has had no async context before. */
async function seenIn(...args: string[]): Promise<unknown> {
  const { code, out, err } = await launch([PROGRAM, ...args]).ended;
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

const NONE = ["none", "none", "none"];

describe("the first store of a process", () => {
  it.each(["enter", "throws", "leaves"])("is not seen by the next request (%s)", async (handler) => {
    expect(await seenIn("oneAfterTheOther", handler)).toEqual(NONE);
  });

  it("is not seen by a request that is pipelined behind it", async () => {
    expect(await seenIn("pipelined", "enter")).toEqual(NONE);
  });

  it("is seen by what follows in its own handler", async () => {
    expect(await seenIn("oneAfterTheOther", "goesOn")).toEqual(["own", "own", "own"]);
  });

  it("is seen by listeners of its own body", async () => {
    expect(await seenIn("oneAfterTheOther", "listens")).toEqual(["own", "own", "own"]);
  });

  it("is not seen by a request whose body comes later, nor by the one behind it", async () => {
    expect(await seenIn("bodyLater", "leaves")).toEqual(["none", "none"]);
  });

  it.each(["owned", "mounted"])(
    "is not seen by the next request where its body came later (%s)",
    async (host) => {
      expect(await seenIn("bodyAlone", "leaves", host)).toEqual(["none", "none"]);
    },
  );

  it("is not seen by a later request where it was entered and disabled in one call", async () => {
    expect(await seenIn("enteredForAMoment")).toEqual(["plain", "none", "another's"]);
  });
});
