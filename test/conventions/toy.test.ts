import { readFile } from "node:fs/promises";
import { CacheHolder } from "../../src/cache/holder.ts";
import { createServer as createHttpServer } from "node:http";
import { expect, it } from "vitest";
import type { OpenProject, Services } from "../../src/convention.ts";
import { derivePreviewKeys } from "../../src/api/preview-keys.ts";
import { waitUntil } from "../../src/lifecycle/background.ts";
import { createListener } from "../../src/pipeline/listener.ts";
import { openSources } from "../../src/project/loader.ts";
import { loadRoutes } from "../../src/routes/project.ts";
import { keepLog, listen, project } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";
import { toy } from "./toy.ts";

it("the convention of docs/add-a-convention.md serves its files", async () => {
  const dir = await project({
    "routes/hello.js": "export const type = 'text/x-toy';\nexport default () => 'hello';",
    "routes/broken.js": "export default () => { throw new Error('broken'); };",
  });
  const logger = keepLog();
  const services: Services = {
    cache: new CacheHolder({ logger: console, dev: false }),
    compress: false,
    dev: false,
    logger,
    preview: () => derivePreviewKeys(),
    queryParser: "simple",
    waitUntil,
  };
  const looked = { dir, dev: false };
  expect(await toy.detect(looked)).toBe(true);
  const conventions = [await toy.open(looked, services)];
  const opened: OpenProject = {
    conventions,
    surroundings: undefined,
    compile: {},
    companions: [],
    watch: [],
  };
  const loader = await openSources(dir, false);
  const tree = await loadRoutes({ dir, open: async () => opened, loader, logger });
  const server = await listen(createHttpServer(createListener({ served: () => tree, logger })));

  expect(await ask(server, "/hello")).toMatchObject({ status: 200, body: "hello" });
  expect((await ask(server, "/hello")).headers["content-type"]).toBe("text/x-toy");
  expect(await ask(server, "/broken")).toMatchObject({ status: 500, body: "Internal Server Error" });
  expect(await ask(server, "/none")).toMatchObject({ status: 404 });
  await tree.loaded;
  await loader.dispose();
});

it("docs/add-a-convention.md shows the convention as it is tested", async () => {
  const page = await readFile(new URL("../../docs/add-a-convention.md", import.meta.url), "utf8");
  const file = await readFile(new URL("toy.ts", import.meta.url), "utf8");
  expect(page).toContain(file.replaceAll("../../src/", "../../"));
  expect(page.split("\n").length).toBeLessThanOrEqual(61);
});
