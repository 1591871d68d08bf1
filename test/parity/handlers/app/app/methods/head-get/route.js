export async function HEAD() {
  return new Response("a body", { status: 201, headers: { "x-from": "HEAD" } });
}
export const GET = () => new Response("GET");
