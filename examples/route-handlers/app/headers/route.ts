import { headers } from "next/headers";

export async function GET(): Promise<Response> {
  const referer = (await headers()).get("referer") ?? "";
  return new Response("Hello", { headers: { "X-Came-From": referer } });
}
