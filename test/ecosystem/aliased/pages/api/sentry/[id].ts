import "@/sentry.server.config";
import * as Sentry from "@sentry/nextjs";
import type { NextApiRequest, NextApiResponse } from "next";

function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.query.id === "fail") throw new Error(`failed for ${req.query.who}`);
  if (req.query.id === "message") Sentry.captureMessage(`seen ${req.query.who}`);
  res.status(200).json({ id: req.query.id });
}

export default Sentry.wrapApiHandlerWithSentry(handler, "/api/sentry/[id]");
