import { token } from "@/token";
import { upstream } from "@/upstream";
export const revalidate = 1;
export async function GET(): Promise<Response> {
  const state = await fetch(upstream("/state"), { cache: "no-store" });
  return new Response(`${token()} ${state.status}`);
}
