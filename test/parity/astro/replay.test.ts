import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type ApiServer, createServer } from "../../../src/app/server.ts";
import { differences, isVoid } from "../compare.ts";
import { digestOf, type Recorded, type Recording } from "../recording.ts";
import { sendingOf } from "../row.ts";
import { run } from "../run.ts";
import { appDir } from "./astro.ts";
import { comparable } from "./comparable.ts";
import { apps, rowsOf } from "./rows.ts";

const silent = { error() {}, warn() {} };

describe.each(Object.entries(apps))("the project %s", (app, sections) => {
  const file = new URL(`recorded/${app}.json`, import.meta.url);
  const { rows: recorded } = JSON.parse(readFileSync(file, "utf8")) as Recording;
  const rows = rowsOf(app);
  let answers: Map<string, Recorded>;
  let server: ApiServer | undefined;

  beforeAll(async () => {
    server = createServer({ dir: appDir(app), dev: false, compress: false, logger: silent });
    await server.ready();
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    answers = await run(rows, (server.address() as AddressInfo).port);
  });

  afterAll(async () => server?.shutdown());

  it("has each row as it is sent now", () => {
    const stale = rows.filter((row) => recorded[row.name]?.sent !== digestOf(sendingOf(row)));
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  it("has no row whose reason to differ is void", () => {
    const idle = rows.filter((row) => isVoid(row, comparable(recorded[row.name]!)));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  describe.each(sections)("$title", (section) => {
    it.each(section.rows.map((row) => [row.name, row] as const))("%s", (name, row) => {
      const ours = answers.get(name);
      expect(ours && differences(row, comparable(recorded[name]!), comparable(ours), "owned")).toEqual([]);
    });
  });
});
