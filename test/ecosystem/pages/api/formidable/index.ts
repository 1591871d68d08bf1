import { readFile, rm } from "node:fs/promises";
import type { NextApiRequest, NextApiResponse } from "next";
import formidable from "formidable";

export const config = {
  api: {
    bodyParser: false,
  },
};

const handler = async (req: NextApiRequest, res: NextApiResponse) => {
  const form = formidable({});
  try {
    const [fields, files] = await form.parse(req);
    const [file] = files.avatar!;
    const end = (await readFile(file.filepath)).subarray(-3).toString();
    await rm(file.filepath);
    res.status(200).json({ fields, name: file.originalFilename, size: file.size, end });
  } catch (err: any) {
    res.writeHead(err.httpCode || 400, { "Content-Type": "text/plain" });
    res.end(String(err));
  }
};

export default handler;
