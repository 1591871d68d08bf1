import { token } from "@/token";
export const dynamicParams = false;
export const generateStaticParams = (): { path: string[] }[] => [{ path: ["a"] }, { path: ["a", "b c"] }];
export async function GET(_request: Request, { params }: { params: Promise<unknown> }): Promise<Response> {
  return Response.json({ params: await params, token: token() });
}
