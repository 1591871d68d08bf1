import { token } from "@/token";

export const GET = (): Response => new Response(token());
