import type { NextApiRequest, NextApiResponse } from "next";
import busboy from "busboy";

export const config = { api: { bodyParser: false } };

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  return new Promise<void>((resolve) => {
    const seen: Record<string, unknown> = {};
    const bb = busboy({ headers: req.headers });
    bb.on("field", (name, value) => {
      seen[name] = value;
    });
    bb.on("file", (name, file, info) => {
      let size = 0;
      file.on("data", (data) => {
        size += data.length;
      });
      file.on("close", () => {
        seen[name] = { ...info, size };
      });
    });
    bb.on("error", (error: Error) => {
      res.status(400).send(error.message);
      resolve();
    });
    bb.on("close", () => {
      if (!res.writableEnded) res.json(seen);
      resolve();
    });
    req.pipe(bb);
  });
}
