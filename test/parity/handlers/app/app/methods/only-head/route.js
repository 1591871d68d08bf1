export function HEAD() {
  return new Response("HEAD", { headers: { "x-from": "HEAD" } });
}
