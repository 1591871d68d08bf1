export async function GET(
  _request: Request,
  { params }: { params: Promise<{ team: string }> },
): Promise<Response> {
  const { team } = await params;
  return Response.json({ team });
}
