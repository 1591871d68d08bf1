export function POST() {
  return new Response("POST", { headers: { "x-from": "POST" } });
}
