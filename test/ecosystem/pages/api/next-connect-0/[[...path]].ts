import type { NextApiRequest, NextApiResponse } from "next";
import nc from "next-connect-0";

const handler = nc<NextApiRequest, NextApiResponse>({
  attachParams: true,
  onError: (err, _req, res) => {
    res.status(500).end(`Something broke: ${err.message}`);
  },
  onNoMatch: (_req, res) => {
    res.status(404).end("Page is not found");
  },
})
  .use((_req, res, next) => {
    res.setHeader("x-middleware", "ran");
    next();
  })
  .get("/api/next-connect-0/hello", (_req, res) => {
    res.send("Hello world");
  })
  .get<{ params: { id: string } }>("/api/next-connect-0/user/:id", (req, res) => {
    res.json({ id: req.params.id });
  })
  .post("/api/next-connect-0/hello", (req, res) => {
    res.json({ hello: req.body.name });
  })
  .delete("/api/next-connect-0/hello", async () => {
    throw new Error("no deletion");
  });

export default handler;
