import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inject } from "../../../src/testing/index.ts";
import { createServer, type NextApiHandler } from "../../../src/index.ts";
import { buildNext, type Running, startNext } from "../next.ts";

const APP = fileURLToPath(new URL("app", import.meta.url));

const handler: NextApiHandler = async (req, res) => {
  const { path = "", only } = req.query;
  const options = only === undefined ? {} : { unstable_onlyGenerated: true };
  await res.revalidate(String(path), options).then(
    () => res.send("done"),
    (error: Error) => res.send(error.message),
  );
};

/** Needs a folder with Next installed: PARITY_NEXT_DIR=… npx vitest run test/parity/revalidate */
describe.skipIf(!process.env["PARITY_NEXT_DIR"])("res.revalidate() of a page of a real Next server", () => {
  let next: Running & { id: string; remove(): void };

  beforeAll(async () => {
    const { folder, remove } = await buildNext(APP);
    const manifest = JSON.parse(readFileSync(join(folder, ".next/prerender-manifest.json"), "utf8")) as {
      preview: { previewModeId: string };
    };
    next = { ...(await startNext(folder)), id: manifest.preview.previewModeId, remove };
  }, 600_000);

  afterAll(async () => {
    await next.stop();
    next.remove();
  });

  const page = async (path: string): Promise<string> => {
    const text = await (await fetch(`http://127.0.0.1:${next.port}${path}`)).text();
    return /made at \d+/.exec(text)?.[0] ?? "";
  };

  const revalidate = async (path: string, previewModeId = next.id): Promise<string> => {
    const origin = `http://127.0.0.1:${next.port}`;
    const server = createServer({
      dev: false,
      routes: { "/api/x": handler },
      revalidate: { origin, previewModeId },
    });
    return (await inject(server, `/api/x?path=${path}`)).body;
  };

  it("makes a page anew, and not with another id", async () => {
    const before = await page("/when");
    expect(before).not.toBe("");
    expect(await page("/when")).toBe(before);
    expect(await revalidate("/when", "0".repeat(32))).toBe("done");
    expect(await page("/when")).toBe(before);
    expect(await revalidate("/when")).toBe("done");
    expect(await page("/when")).not.toBe(before);
  });

  it("makes a page of a dynamic route anew", async () => {
    const before = await page("/posts/one");
    expect(await revalidate("/posts/one")).toBe("done");
    expect(await page("/posts/one")).not.toBe(before);
  });

  it("gives Next's errors", async () => {
    expect(await revalidate("/posts/none")).toBe("done");
    expect(await revalidate("/posts/fails")).toBe("Failed to revalidate /posts/fails: Invalid response 500");
    expect(await revalidate("/nowhere")).toBe("Failed to revalidate /nowhere: Invalid response 404");
    expect(await revalidate("/posts/never&only=1")).toBe("done");
  });
});
