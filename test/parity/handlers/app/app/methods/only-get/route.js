export function GET() {
  return new Response("GET", { headers: { "x-from": "GET" } });
}
