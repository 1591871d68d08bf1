import { headers } from "next/headers";
import type { NextRequest } from "next/server";
import { token } from "@/token";
import { upstream } from "@/upstream";
export const dynamic = "error";
export const generateStaticParams = (): { id: string }[] => [{ id: "fine" }];
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  if (id === "headers") await headers();
  if (id === "request") request.headers.get("a");
  if (id === "query") request.nextUrl.searchParams.get("a");
  if (id === "fetch") await fetch(upstream("/error"), { cache: "no-store" });
  return new Response(`${token()} ${id}`);
}
