import { token } from "@/token";
export const revalidate = 60;
export async function GET(_request: Request, { params }: { params: Promise<unknown> }): Promise<Response> {
  return Response.json({ params: await params, token: token() });
}
