export function PATCH() {
  return new Response("PATCH", { headers: { "x-from": "PATCH" } });
}
