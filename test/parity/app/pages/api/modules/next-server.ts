import type { NextApiRequest, NextApiResponse } from "next";
import { NextRequest, NextResponse, userAgent } from "next/server";

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const request = new NextRequest("http://a.test/path?x=1", { headers: { cookie: "a=1" } });
  const response = NextResponse.json({ made: true }, { status: 201 });
  res.json({
    x: request.nextUrl.searchParams.get("x"), cookie: request.cookies.get("a")?.value, status: response.status,
    made: await response.json(), agent: typeof userAgent,
  });
}
