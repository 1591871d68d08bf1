import { token } from "@/token";
export const dynamic = "force-dynamic";
export const revalidate = 60;
export const GET = (): Response => new Response(token());
