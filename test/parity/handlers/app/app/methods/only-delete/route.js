export function DELETE() {
  return new Response("DELETE", { headers: { "x-from": "DELETE" } });
}
