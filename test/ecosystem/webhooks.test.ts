import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { env, get, post } from "./client.ts";

// Spaces and the order of keys count: signatures are over the very bytes.
const PAYLOAD = '{ "id":"evt_1",  "object":"event", "type": "invoice.paid","note":"ünï" }';
const TAMPERED = PAYLOAD.replace("paid", "void");

function hmac(secret: string | Buffer, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", secret).update(text).digest(encoding);
}

describe("stripe, micro", () => {
  const time = Math.floor(Date.now() / 1000);
  const signature = `t=${time},v1=${hmac(env["STRIPE_WEBHOOK_SECRET"]!, `${time}.${PAYLOAD}`, "hex")}`;
  const headers = { "stripe-signature": signature };

  it("accepts a signed webhook, read by micro's buffer", async () => {
    const response = await post("/api/stripe", PAYLOAD, headers);
    expect([response.status, await response.json()]).toEqual([200, { received: true, type: "invoice.paid" }]);
  });

  it("refuses one that was tampered with, and one without a signature", async () => {
    const tampered = await post("/api/stripe", TAMPERED, headers);
    expect([tampered.status, await tampered.text()]).toEqual([
      400,
      expect.stringMatching(/^Webhook Error: No sig/),
    ]);
    expect((await post("/api/stripe", PAYLOAD)).status).toBe(400);
  });

  it("answers other methods 405", async () => {
    const response = await get("/api/stripe");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("micro", () => {
  it("serves a handler: json, send, a returned value", async () => {
    const response = await post("/api/micro", { name: "Ada" });
    expect([response.status, await response.json()]).toEqual([202, { hello: "Ada" }]);
    expect(await (await get("/api/micro")).json()).toEqual({ default: "object", serve: "function" });
  });

  it("answers its own errors", async () => {
    expect((await post("/api/micro", "{")).status).toBe(400);
    expect((await post("/api/micro", { name: "x".repeat(2000) })).status).toBe(413);
  });
});

describe("svix", () => {
  const id = "msg_1";
  const time = `${Math.floor(Date.now() / 1000)}`;
  const key = Buffer.from(env["SVIX_WEBHOOK_SECRET"]!.slice("whsec_".length), "base64");
  const signature = `v1,${hmac(key, `${id}.${time}.${PAYLOAD}`, "base64")}`;
  const headers = { "svix-id": id, "svix-timestamp": time, "svix-signature": signature };

  it("accepts a signed webhook", async () => {
    const response = await post("/api/svix", PAYLOAD, headers);
    expect([response.status, await response.json()]).toEqual([200, { type: "invoice.paid" }]);
  });

  it("refuses one that was tampered with", async () => {
    expect((await post("/api/svix", TAMPERED, headers)).status).toBe(400);
  });
});

describe("@octokit/webhooks", () => {
  const payload = JSON.stringify({ action: "opened", issue: { title: "Föhn" } });
  const signature = `sha256=${hmac(env["GITHUB_WEBHOOK_SECRET"]!, payload, "hex")}`;
  const headers = {
    "x-github-event": "issues",
    "x-github-delivery": "delivery-1",
    "x-hub-signature-256": signature,
  };

  it("receives a signed event through its Node middleware, and calls the listener", async () => {
    const response = await post("/api/octokit", payload, headers);
    expect([response.status, await response.text()]).toEqual([200, "ok\n"]);
    expect(await (await get("/api/octokit/seen")).json()).toContain("delivery-1 Föhn");
  });

  it("refuses a signature over other bytes", async () => {
    const response = await post("/api/octokit", payload.replace("F", "G"), headers);
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining("does not match"),
    ]);
  });

  it("verifies a body that the route reads itself", async () => {
    expect((await post("/api/octokit/verify", payload, headers)).status).toBe(200);
    expect((await post("/api/octokit/verify", `${payload} `, headers)).status).toBe(401);
  });
});
