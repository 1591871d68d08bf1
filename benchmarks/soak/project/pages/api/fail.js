import { Readable } from "node:stream";

/** Every way to fail, by name. The messages begin with `soak:`, by which the run knows that they are meant. */
const WAYS = {
  throw() {
    throw new Error("soak: thrown");
  },
  async reject() {
    await Promise.resolve();
    throw new TypeError("soak: rejected");
  },
  text() {
    throw "soak: no error";
  },
  late(_req, res) {
    res.write("the first bytes");
    throw new Error("soak: thrown late");
  },
  ended(_req, res) {
    res.json({ ok: true });
    throw new Error("soak: thrown after the end");
  },
  timer(_req, res) {
    setTimeout(() => {
      throw new Error("soak: thrown in a timer");
    });
    res.json({ ok: true });
  },
  floating(_req, res) {
    void Promise.reject(new Error("soak: nobody awaits it"));
    res.json({ ok: true });
  },
  pipe(_req, res) {
    Readable.from(failing(0)).pipe(res);
  },
  broken(_req, res) {
    Readable.from(failing(3)).pipe(res);
  },
  twice(_req, res) {
    res.end("once");
    res.end("twice");
  },
};

async function* failing(chunks) {
  for (let left = chunks; left > 0; left--) {
    yield "a piece of the answer";
    await new Promise(setImmediate);
  }
  throw new Error("soak: a stream has failed");
}

export default function handler(req, res) {
  return WAYS[req.query.way](req, res);
}
