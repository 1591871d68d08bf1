/** Imports that have no types but from `pages-api/next`. */
export const OTHERS = `
import "server-only";
import "client-only";
import { after, NextRequest, NextResponse, userAgent } from "next/server";
import { NextResponse as Same } from "next/server.js";
import type { NextApiRequest, NextApiResponse } from "next/types";
export function handler(req: NextApiRequest, res: NextApiResponse<{ os: string | undefined }>): void {
  const request: NextRequest = new NextRequest(new URL(req.url!, "http://a.test"));
  const { pathname } = request.nextUrl;
  after(() => void pathname);
  res.json({ os: userAgent(request).os.name });
  // @ts-expect-error Data is an object
  res.json(7);
}
export const answer: Response = NextResponse.json({ same: NextResponse === Same });
`;
