interface Context {
  params: Promise<{ slug: string[] }>;
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return Response.json(await params);
}
