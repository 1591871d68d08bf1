import type { NextApiRequest, NextApiResponse } from "next";
import { createRouter, expressWrapper } from "next-connect";
import cors from "cors";

interface UserRequest extends NextApiRequest {
  user?: string;
}

const router = createRouter<UserRequest, NextApiResponse>();

router
  .use(expressWrapper(cors()) as never)
  .use(async (req, res, next) => {
    const start = Date.now();
    await next();
    // The handler has answered when `next` comes back.
    if (Date.now() < start || !res.headersSent) throw new Error("not answered");
  })
  .use((req, _res, next) => {
    req.user = req.headers.authorization;
    return next();
  })
  .get((req, res) => {
    res.json({ id: req.query.id, user: req.user ?? null });
  })
  .put(async (req, res) => {
    if (!req.user) throw Object.assign(new Error("Unauthorized"), { statusCode: 401 });
    res.status(201).json({ id: req.query.id, ...req.body });
  });

export default router.handler({
  onError: (err: any, _req, res) => {
    res.status(err.statusCode || 500).end(err.message);
  },
  onNoMatch: (_req, res) => {
    res.status(405).end("Method Not Allowed");
  },
});
