import { token } from "@/token";
import { upstream } from "@/upstream";
export const revalidate = 60;
export async function GET(): Promise<Response> {
  const response = await fetch(upstream("/static-longer"), { next: { revalidate: 200 } } as never);
  return Response.json({ token: token(), text: await response.text() });
}
