import { token } from "@/token";
import { upstream } from "@/upstream";
export const revalidate = 60;
export async function GET(): Promise<Response> {
  const response = await fetch(upstream("/static-no-store"), { cache: "no-store" });
  return Response.json({ token: token(), text: await response.text() });
}
