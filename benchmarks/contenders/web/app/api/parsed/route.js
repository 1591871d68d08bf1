export function GET(request) {
  return Response.json({ draft: new URL(request.url).searchParams.get("draft") });
}
