import { createProxyMiddleware } from "http-proxy-middleware";
import type { NextApiRequest, NextApiResponse } from "next";

const proxyMiddleware = createProxyMiddleware<NextApiRequest, NextApiResponse>({
  target: process.env.UPSTREAM,
  changeOrigin: true,
  pathRewrite: {
    "^/api/http-proxy-middleware": "",
  },
});

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  proxyMiddleware(req, res, (result: unknown) => {
    if (result instanceof Error) {
      throw result;
    }
  });
}

export const config = {
  api: {
    externalResolver: true,
    // Uncomment to fix stalled POST requests
    bodyParser: false,
  },
};
