import { buffer } from "micro";
import type { NextApiRequest, NextApiResponse } from "next";
import { Webhook } from "svix";

export const config = {
  api: {
    bodyParser: false,
  },
};

const secret = process.env.SVIX_WEBHOOK_SECRET!;

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const payload = (await buffer(req)).toString();
  const headers = req.headers as Record<string, string>;

  const wh = new Webhook(secret);
  let msg: any;
  try {
    msg = wh.verify(payload, headers);
  } catch (err) {
    return res.status(400).json({});
  }
  res.json({ type: msg.type });
}
