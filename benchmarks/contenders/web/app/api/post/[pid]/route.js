export async function GET(request, { params }) {
  return Response.json({ pid: (await params).pid });
}
