// Compiled beside an installed Next, by test/types/next.ts: its types and ours, each in the other's place.
import next from "next";
import type * as Next from "next";
import type * as Ours from "pages-api";
import type { NextMiddleware } from "next/server";
import type { NextApiRequest } from "next/types";

interface Data {
  name: string;
}

export const toNext = (
  req: Ours.NextApiRequest,
  res: Ours.NextApiResponse<Data>,
  handler: Ours.NextApiHandler<Data>,
  config: Ours.PageConfig,
  preview: Ours.PreviewData,
): [
  Next.NextApiRequest,
  Next.NextApiResponse<Data>,
  Next.NextApiHandler<Data>,
  Next.PageConfig,
  Next.PreviewData,
] => [req, res, handler, config, preview];

export const toOurs = (
  req: Next.NextApiRequest,
  res: Next.NextApiResponse<Data>,
  handler: Next.NextApiHandler<Data>,
  config: Next.PageConfig,
  preview: Next.PreviewData,
): [
  Ours.NextApiRequest,
  Ours.NextApiResponse<Data>,
  Ours.NextApiHandler<Data>,
  Ours.PageConfig,
  Ours.PreviewData,
] => [req, res, handler, config, preview];

// Handlers of Next's are routes of ours, with what their config says.
export const routes: Ours.Options["routes"] = {
  "/api/a": ((req, res) =>
    res.status(200).json({ name: String(req.query.name) })) as Next.NextApiHandler<Data>,
  "/api/b": { default: (() => {}) as Next.NextApiHandler, config: {} as Next.PageConfig },
};

// Next's own types are not hidden by `pages-api/next`.
export const page: Next.NextPage = () => null;
export const middleware: NextMiddleware = () => undefined;
export const load: Next.GetServerSideProps<Data> = () => Promise.resolve({ props: { name: "" } });
export const prepared: Promise<void> = next({ dev: false }).prepare();
// @ts-expect-error it is of this package
export const signal = (req: Next.NextApiRequest) => req.signal;
// @ts-expect-error
export const same = (req: NextApiRequest) => req.signal;
