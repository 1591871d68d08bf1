export function GET(request, { pid }) {
  const { searchParams } = new URL(request.url);
  return Response.json({ pid, draft: searchParams.get("draft"), tag: searchParams.getAll("tag") });
}
