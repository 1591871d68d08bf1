import { Readable } from "node:stream";

export default function handler(req, res) {
  const { kind } = req.query;
  async function* parts() {
    if (kind === "later") yield "part ";
    throw new Error("stream");
  }
  res.send(Readable.from(parts()));
}
