import { token } from "@/token";
export const dynamic = "force-static";
export const GET = (): Response => new Response(token());
export const POST = (): Response => new Response(token());
