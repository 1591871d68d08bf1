import type { NextApiRequest, NextApiResponse } from "next";

/** As in Next's documentation: waits for a Connect middleware to call `next`. */
export default function runMiddleware(req: NextApiRequest, res: NextApiResponse, fn: Function) {
  return new Promise((resolve, reject) => {
    fn(req, res, (result: unknown) => {
      if (result instanceof Error) return reject(result);
      return resolve(result);
    });
  });
}
