import { token } from "@/token";
export const dynamicParams = false;
export async function GET(_request: Request, { params }: { params: Promise<unknown> }): Promise<Response> {
  return Response.json({ params: await params, token: token() });
}
