export function PUT() {
  return new Response("PUT", { headers: { "x-from": "PUT" } });
}
