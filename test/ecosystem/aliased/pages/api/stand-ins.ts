import type { NextApiRequest, NextApiResponse } from "next";
import { cookies } from "next/headers";
import { NextResponse } from "next/server";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { createRequire } = await import("node:module");
  const required = createRequire(`${process.cwd()}/_`)("next/server.js");
  if (req.query.cookies !== undefined) await cookies();
  const json = await NextResponse.json({ hello: "Ada" }).json();
  res.json({ ...json, same: required.NextResponse === NextResponse });
}
