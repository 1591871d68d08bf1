import type { NextApiRequest, NextApiResponse } from "next";
import multer from "multer";
import runMiddleware from "@/lib/run-middleware";

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 100_000 } });

export const config = { api: { bodyParser: false } };

export default async function handler(req: NextApiRequest & { file?: any }, res: NextApiResponse) {
  try {
    await runMiddleware(req, res, upload.single("avatar"));
  } catch (error: any) {
    return res.status(413).json({ code: error.code });
  }
  const { originalname, mimetype, size, buffer } = req.file;
  res.json({ originalname, mimetype, size, end: buffer.subarray(-3).toString(), fields: { ...req.body } });
}
