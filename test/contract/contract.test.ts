import { describe, expect, it } from "vitest";
import { conventionNames } from "../../src/conventions/index.ts";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { ASTRO_FILES, expectAstro } from "./astro.ts";
import { expectGuarded, GUARDED_FILES } from "./guarded.ts";
import { projects } from "./projects.ts";
import { type Ask, ways } from "./ways.ts";

it("has a project for every convention", () => {
  const present = new Set(projects.map(({ convention }) => convention));
  // What an export holds are bundles, not route files: test/conventions/expo tests it.
  const written = conventionNames.filter((name) => name !== "expo-exported");
  expect(written.filter((name) => !present.has(name))).toEqual([]);
});

const frameworks = [...new Set(projects.map(({ framework }) => framework))];
const starts = ways.flatMap((way) =>
  frameworks.map((framework) => ({
    ...way,
    framework,
    of: projects.filter((each) => each.framework === framework),
  })),
);

/** What a project of a framework has beside the six routes. */
const beside: Readonly<
  Record<string, { files: Record<string, string>; expectIts(ask: Ask): Promise<void> }>
> = {
  next: { files: GUARDED_FILES, expectIts: expectGuarded },
  astro: { files: ASTRO_FILES, expectIts: expectAstro },
};

describe.each(starts)("$framework by $name", ({ framework, name, start, of }) => {
  const its = beside[framework];
  const served = shared(async () => {
    const files = Object.assign({}, ...of.map((each) => each.files), its?.files) as Record<string, string>;
    return start(
      await project(files),
      of.map(({ convention }) => convention),
    );
  });

  it.each(of)("answers the same: $convention", async ({ convention, prefix, otherMethod }) => {
    const ask = served();
    const get = (path: string) => ask(prefix + path);

    const hello = await get("/hello");
    expect([hello.status, await hello.json()]).toEqual([200, { hello: "world" }]);
    expect(hello.headers.get("content-type")).toMatch(/^application\/json/);

    expect(await (await get("/items/7?id=8")).json()).toEqual({ id: "7" });

    const body = JSON.stringify({ a: [1, "ü"] });
    const headers = { "content-type": "application/json" };
    const echo = await ask(`${prefix}/echo`, { method: "POST", headers, body });
    expect([echo.status, await echo.json()]).toEqual([201, { a: [1, "ü"] }]);

    const failed = await get("/fails");
    expect(failed.status).toBe(500);
    if (!name.endsWith("in development")) expect(await failed.text()).not.toContain("secret");

    const stream = await get("/stream");
    expect([stream.headers.get("content-type"), await stream.text()]).toEqual(["text/x-stream", "ab"]);

    const cookies = await get("/cookies");
    expect([cookies.status, cookies.headers.getSetCookie()]).toEqual([204, ["a=1", "b=2"]]);

    expect((await ask(`${prefix}/hello`, { method: "PUT", headers, body: "{}" })).status).toBe(otherMethod);
    expect((await get("/none")).status).toBe(404);
    // Expo gives params as they are sent; Fastify refuses the path before it asks anybody.
    const raw = convention === "expo" && !name.includes("Fastify");
    expect((await get("/items/%zz")).status).toBe(raw ? 200 : 400);
  });

  if (its !== undefined)
    it("answers as the framework does what only that has", () => its.expectIts(served()));
});
