import { token } from "@/token";
export const dynamicParams = false;
export const generateStaticParams = ({ params }: { params: { lang?: string } }): unknown[] =>
  params.lang === undefined
    ? [
        { lang: "en", id: "top" },
        { lang: "fr", id: "top" },
      ]
    : [{ lang: params.lang, id: `of-${params.lang}` }];
export async function GET(_request: Request, { params }: { params: Promise<unknown> }): Promise<Response> {
  return Response.json({ params: await params, token: token() });
}
