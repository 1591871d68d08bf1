export function OPTIONS() {
  return new Response("OPTIONS", { headers: { "x-from": "OPTIONS" } });
}
