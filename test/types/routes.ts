// Route files as people write them against Next's types. They are compiled, never run.
import type { NextApiHandler, NextApiRequest, NextApiResponse, PageConfig } from "next";
import { createHandler, createServer, type RouteModule } from "pages-api";

type Data = { name: string } | { error: string };

export default function handler(req: NextApiRequest, res: NextApiResponse<Data>) {
  const id: string | string[] | undefined = req.query["id"];
  const token: string | undefined = req.cookies["token"];
  if (req.method !== "POST") return res.status(405).json({ error: "no" });
  // @ts-expect-error `Data` has no such member
  res.json({ nome: "Ada" });
  // @ts-expect-error a status is a number
  res.status("200");
  res
    .setHeader("X-Id", String(id ?? token))
    .status(200)
    .json({ name: req.body.name as string });
  return res.redirect(303, "/api/hello");
}

export const typed: NextApiHandler<Data> = async (req, res) => {
  for await (const chunk of req) void chunk;
  res.send({ name: "Ada" });
};

export const draft: NextApiHandler = (req, res) => {
  const on: boolean | undefined = req.draftMode;
  res.setDraftMode({ enable: !on }).setPreviewData({ id: 1 }, { maxAge: 60, path: "/" });
  res.clearPreviewData({ path: "/" }).redirect("/");
};

export const config: PageConfig = {
  api: { bodyParser: { sizeLimit: "2mb" }, responseLimit: "8mb", externalResolver: true },
  maxDuration: 5,
};
export const raw: PageConfig = { api: { bodyParser: false, responseLimit: false } };
// @ts-expect-error there is no such runtime
export const bogus: PageConfig = { runtime: "bogus" };
// The form that files without a type annotation have.
export const plain = { api: { bodyParser: false } };

const module: RouteModule = { default: handler, config };
createServer({
  routes: {
    "/api/a": handler,
    "/api/b": typed,
    "/api/c": module,
    "/api/d": { default: typed, config: plain },
  },
});
createServer({ routes: { "/api/e": (_req, res) => res.status(200).json({ any: "thing" }) } });
createHandler({
  onError(error, { req, res, route }) {
    const text: string = `${String(error)} ${req.url} ${route ?? "none"}`;
    res.json({ text });
  },
});
// @ts-expect-error an option that does not exist
createServer({ port: 3000 });
