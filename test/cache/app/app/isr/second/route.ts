import { token } from "@/token";
export const revalidate = 1;
export const GET = (): Response => new Response(token());
