import { token } from "@/token";
export const dynamic = "error";
export const GET = (): Response => new Response(token());
