import { token } from "@/token";
export const revalidate = 1;
export const generateStaticParams = (): { id: string }[] => [];
export async function GET(_request: Request, { params }: { params: Promise<unknown> }): Promise<Response> {
  return Response.json({ params: await params, token: token() });
}
