export const dynamic = "force-static";

export function GET() {
  return new Response("static", { headers: { "X-Own": "own", "Cache-Control": "private, max-age=3" } });
}
