import type { NextRequest } from "next/server";
import { token } from "@/token";
export const revalidate = 60;
export const GET = (request: NextRequest): Response =>
  new Response(`${token()} ${request.nextUrl.pathname} ${request.method}`);
