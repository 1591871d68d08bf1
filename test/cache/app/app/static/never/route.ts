import { token } from "@/token";
export const revalidate = false;
export const GET = (): Response => new Response(token());
