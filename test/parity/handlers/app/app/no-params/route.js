export function GET(_request, context) {
  return Response.json({ params: typeof context.params });
}
