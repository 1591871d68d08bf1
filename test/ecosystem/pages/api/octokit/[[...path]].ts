import { createNodeMiddleware, Webhooks } from "@octokit/webhooks";

const webhooks = new Webhooks({ secret: process.env.GITHUB_WEBHOOK_SECRET! });
const seen: string[] = [];

webhooks.on("issues.opened", ({ id, payload }) => {
  seen.push(`${id} ${payload.issue.title}`);
});

export const config = { api: { bodyParser: false } };

const middleware = createNodeMiddleware(webhooks, { path: "/api/octokit" });

export default async function handler(req: any, res: any) {
  if (req.query.path?.[0] === "seen") return res.json(seen);
  await middleware(req, res);
}
