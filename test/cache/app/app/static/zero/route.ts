import { token } from "@/token";
export const revalidate = 0;
export const GET = (): Response => new Response(token());
