import { createHash } from "node:crypto";

const sha = (bytes) => createHash("sha1").update(bytes).digest("hex");

const kinds = {
  json: (request) => request.json(),
  text: async (request) => ({ text: await request.text() }),
  buffer: async (request) => {
    const bytes = Buffer.from(await request.arrayBuffer());
    return { bytes: bytes.length, sha: sha(bytes) };
  },
  blob: async (request) => {
    const blob = await request.blob();
    return { size: blob.size, type: blob.type };
  },
  bytes: async (request) => {
    const bytes = await request.arrayBuffer();
    return [...new Uint8Array(bytes)];
  },
  form: async (request) => {
    const form = await request.formData();
    return Promise.all(
      [...form].map(async ([name, value]) =>
        typeof value === "string"
          ? [name, value]
          : [name, value.name, value.type, value.size, await value.text()],
      ),
    );
  },
  stream: async (request) => {
    if (request.body === null) return { body: null };
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of request.body) text += decoder.decode(chunk, { stream: true });
    return { text };
  },
  twice: async (request) => {
    const first = await request.text();
    const used = request.bodyUsed;
    const second = await request.text().catch((error) => error.name);
    return { first, used, second };
  },
  clone: async (request) => {
    const copy = request.clone();
    return { copy: await copy.text(), own: await request.text(), same: copy.constructor === request.constructor };
  },
  unread: () => ({ unread: true }),
  "caught-json": async (request) => {
    try {
      return await request.json();
    } catch (error) {
      return { name: error.name };
    }
  },
  members: (request) => ({
    body: request.body === null ? null : typeof request.body,
    bodyUsed: request.bodyUsed,
    cache: request.cache,
    credentials: request.credentials,
    destination: request.destination,
    integrity: request.integrity,
    keepalive: request.keepalive,
    mode: request.mode,
    redirect: request.redirect,
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
    duplex: request.duplex,
    signal: request.signal instanceof AbortSignal,
    aborted: request.signal.aborted,
    isRequest: request instanceof Request,
    tag: Object.prototype.toString.call(request),
    type: request.headers.get("content-type"),
    length: request.headers.get("content-length"),
  }),
  copied: async (request) => {
    const copy = new Request(request);
    return { text: await copy.text(), method: copy.method, used: request.bodyUsed, url: copy.url };
  },
  rewritten: async (request) => {
    const copy = new Request("http://other.test/", request);
    return { text: await copy.text(), method: copy.method, type: copy.headers.get("content-type") };
  },
};

export async function POST(request, { params }) {
  const { kind } = await params;
  return Response.json(await kinds[kind](request));
}

export const PUT = POST;
export const DELETE = POST;
export const GET = POST;
