import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Client } from "./client.ts";
import { oneOf, random, type Scenario, verdict } from "./scenario.ts";

const MEGABYTE = Buffer.alloc(1_000_000, "a");
const DECODERS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

/** What a good client sends: most of the load. Values are new each time, so that whatever is kept of one adds up. */
export const ORDINARY: readonly Scenario[] = [
  {
    name: "GET JSON",
    clients: 6,
    pause: 10,
    expected: ["200"],
    async run(client) {
      const key = unique();
      const { status, body } = await client.ask(`/api/json?${key}=1`, { headers: { cookie: `${key}=2` } });
      return verdict(status, String(body) === `{"ok":true,"query":{"${key}":"1"},"cookies":{"${key}":"2"}}`);
    },
  },
  {
    name: "GET with params",
    clients: 4,
    pause: 10,
    expected: ["200"],
    async run(client) {
      const id = unique();
      const { status, body } = await client.ask(oneOf([`/api/item/${id}`, `/api/files/a/${id}/%C3%A9`]));
      return verdict(status, [`{"id":"${id}"}`, `a/${id}/é`].includes(String(body)));
    },
  },
  {
    name: "POST JSON and forms",
    clients: 4,
    pause: 10,
    expected: ["200"],
    async run(client) {
      const key = unique();
      const [type, sent] = oneOf([
        ["application/json", `{"${key}":"x"}`],
        ["application/x-www-form-urlencoded", `${key}=x`],
      ] as const);
      const { status, body } = await post(client, type, sent);
      return verdict(status, String(body) === `{"body":{"${key}":"x"}}`);
    },
  },
  {
    name: "POST 1 MB",
    clients: 1,
    pause: 200,
    expected: ["200"],
    async run(client) {
      const parts = oneOf([MEGABYTE, [MEGABYTE.subarray(0, 500_000), MEGABYTE.subarray(500_000)]]);
      const path = oneOf(["/api/echo", "/api/raw"]);
      const { status, body } = await client.ask(path, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: parts,
      });
      return verdict(status, String(body) === '{"length":1000000}');
    },
  },
  {
    name: "304",
    clients: 2,
    pause: 10,
    expected: ["304"],
    async run(client) {
      const { headers } = await client.ask("/api/json?same");
      const { status, body } = await client.ask("/api/json?same", {
        headers: { "if-none-match": headers.etag ?? "none" },
      });
      return verdict(status, body.length === 0);
    },
  },
  {
    name: "compressed",
    clients: 2,
    pause: 30,
    expected: ["200"],
    async run(client) {
      const coding = oneOf(["gzip", "deflate", "br"] as const);
      const path = oneOf(["/api/large", "/api/large?stream"]);
      const { status, headers, body } = await client.ask(path, { headers: { "accept-encoding": coding } });
      const text = DECODERS[coding](body).toString();
      return verdict(status, headers["content-encoding"] === coding && text.includes('"item 499"'));
    },
  },
  {
    name: "streams",
    clients: 1,
    pause: 30,
    expected: ["200"],
    async run(client) {
      const chunks = 1 + random(20);
      const { status, body } = await client.ask(`/api/stream?chunks=${chunks}`);
      return verdict(status, body.length === chunks * 16 * 1024);
    },
  },
  {
    name: "redirects, 404, web Response, preview",
    clients: 2,
    pause: 30,
    expected: ["200", "203", "308", "404"],
    async run(client) {
      const name = unique();
      const paths = [`/api/json/?${name}`, `/api/${name}`, "/api/response", `/api/preview?set=${name}`];
      const { status, headers } = await client.ask(oneOf(paths));
      const cookies = headers["set-cookie"]?.map((cookie) => cookie.split(";")[0]).join("; ");
      if (cookies === undefined) return String(status);
      const { body } = await client.ask("/api/preview", { headers: { cookie: cookies } });
      return verdict(status, String(body) === `{"preview":true,"data":{"user":"${name}"}}`);
    },
  },
  {
    name: "work behind the answer",
    clients: 2,
    pause: 20,
    expected: ["202"],
    run: async (client) => String((await client.ask("/api/background")).status),
  },
  {
    name: "req.signal, not aborted",
    clients: 1,
    pause: 20,
    expected: ["200"],
    run: async (client) => String((await client.ask(`/api/signal?ms=${random(20)}`)).status),
  },
];

let count = 0;
function unique(): string {
  return `k${(count += 1)}`;
}

function post(client: Client, type: string, body: string): ReturnType<Client["ask"]> {
  return client.ask("/api/echo", { method: "POST", headers: { "content-type": type }, body });
}
