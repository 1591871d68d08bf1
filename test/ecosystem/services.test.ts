import { createHmac } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { asked, env, get, post } from "./client.ts";

describe("next-swagger-doc", () => {
  it("makes a document of the comments in the route files", async () => {
    const response = await get("/api/next-swagger-doc");
    expect(await response.json()).toMatchObject({
      openapi: "3.0.0",
      info: { title: "NextJS Swagger" },
      paths: { "/api/hello": { get: { description: "Returns the hello world" } } },
    });
  });
});

describe("uploadthing", () => {
  const path = "/api/uploadthing";
  const action = `${path}?actionType=upload&slug=imageUploader`;
  const files = { files: [{ name: "face.png", size: 1000, type: "image/png" }] };
  const { apiKey } = JSON.parse(Buffer.from(env["UPLOADTHING_TOKEN"]!, "base64").toString());

  it("tells its file routes", async () => {
    expect(await (await get(path)).json()).toMatchObject([
      { slug: "imageUploader", config: { image: { maxFileSize: "4MB", maxFileCount: 2 } } },
    ]);
  });

  it("signs upload URLs for whom the middleware lets in", async () => {
    const headers = {
      "x-uploadthing-package": "test",
      "x-uploadthing-version": "7.7.4",
      authorization: "ada",
    };
    const response = await post(action, files, headers);
    expect(response.status).toBe(200);
    const [{ url, key, name }] = (await response.json()) as any;
    expect(name).toBe("face.png");
    expect(new URL(url).pathname).toBe(`/${key}`);
    expect(new URL(url).searchParams.get("signature")).toMatch(/^hmac-sha256=[0-9a-f]{64}$/);
    await expect.poll(() => asked("/route-metadata")).not.toHaveLength(0);
  });

  it("refuses others, and files against its rules", async () => {
    const headers = { "x-uploadthing-package": "test", "x-uploadthing-version": "7.7.4" };
    expect((await post(action, files, headers)).status).toBe(403);
    const text = { files: [{ name: "a.txt", size: 1000, type: "text/plain" }] };
    expect((await post(action, text, { ...headers, authorization: "ada" })).status).toBe(400);
  });

  it("takes a signed callback for a finished upload, and no other", async () => {
    const file = {
      name: "face.png",
      key: "k",
      size: 1000,
      type: "image/png",
      customId: null,
      url: "u",
      appUrl: "u",
      ufsUrl: "u",
      fileHash: "h",
    };
    const payload = JSON.stringify({
      status: "uploaded",
      metadata: { userId: "ada" },
      origin: inject("upstream"),
      file,
    });
    const signature = `hmac-sha256=${createHmac("sha256", apiKey).update(payload).digest("hex")}`;
    const headers = { "uploadthing-hook": "callback", "x-uploadthing-version": "7.7.4" };
    const url = `${path}?slug=imageUploader`;
    const accepted = await post(url, payload, { ...headers, "x-uploadthing-signature": signature });
    expect(accepted.status).toBe(200);
    await expect
      .poll(async () => (await asked("/callback-result")).map(({ body }) => JSON.parse(body)))
      .toMatchObject([{ fileKey: "k", callbackData: { uploadedBy: "ada" } }]);
    const tampered = payload.replace('"ada"', '"eve"');
    const refused = await post(url, tampered, { ...headers, "x-uploadthing-signature": signature });
    expect(refused.status).toBe(400);
  });
});

/** JSON with its keys sorted, as RFC 8785 wants it signed. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

describe("inngest", () => {
  const call = (id: string): string => `/api/inngest?fnId=${id}&stepId=step`;
  const run = (name: string, steps: object = {}) => ({
    ctx: { attempt: 0, run_id: "r", stack: { current: 0, stack: [] } },
    event: { name: "shop/hello", data: { name }, id: "e", ts: 1 },
    events: [{ name: "shop/hello", data: { name }, id: "e", ts: 1 }],
    steps,
    use_api: false,
    version: 1,
  });

  it("describes itself", async () => {
    expect(await (await get("/api/inngest")).json()).toMatchObject({ function_count: 1, mode: "dev" });
  });

  it("registers its functions", async () => {
    const response = await get("/api/inngest", { method: "PUT" });
    expect(response.status).toBe(200);
    const registered = (await asked("/fn/register")).map(({ body }) => JSON.parse(body) as object);
    expect(registered.find((each) => "appName" in each && each.appName === "shop")).toMatchObject({
      appName: "shop",
      functions: [{ id: "shop-hello" }],
    });
  });

  it("runs a step, then the function", async () => {
    const step = await post(call("shop-hello"), run("Ada"));
    expect(step.status).toBe(206);
    const [planned] = (await step.json()) as any;
    expect(planned).toMatchObject({ op: "StepRun", displayName: "greet", data: "Hello Ada" });
    const steps = { [planned.id]: { type: "data", data: planned.data } };
    const done = await post(call("shop-hello"), {
      ...run("Ada", steps),
      ctx: { ...run("").ctx, stack: { current: 1, stack: [planned.id] } },
    });
    expect([done.status, await done.json()]).toEqual([200, { greeting: "Hello Ada" }]);
  });

  it("runs a function only for a signed request", async () => {
    const url = "/api/inngest/signed?fnId=signed-plain&stepId=step";
    const time = Math.floor(Date.now() / 1000);
    const body = canonical(run("Ada"));
    const key = env["SIGNING_KEY"]!.replace(/^signkey-\w+-/, "");
    const s = createHmac("sha256", key).update(body).update(`${time}`).digest("hex");
    const signed = await post(url, body, { "x-inngest-signature": `t=${time}&s=${s}` });
    expect([signed.status, await signed.json()]).toEqual([200, { name: "Ada" }]);
    const tampered = await post(url, body.replaceAll("Ada", "Eve"), {
      "x-inngest-signature": `t=${time}&s=${s}`,
    });
    expect(tampered.status).toBe(401);
  });
});
