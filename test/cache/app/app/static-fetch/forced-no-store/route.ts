import { token } from "@/token";
import { upstream } from "@/upstream";
export const dynamic = "force-static";
export async function GET(): Promise<Response> {
  const response = await fetch(upstream("/static-forced-no-store"), { cache: "no-store" });
  return Response.json({ token: token(), text: await response.text() });
}
