export function GET(request) {
  return Response.json({ draft: request.nextUrl.searchParams.get("draft") });
}
