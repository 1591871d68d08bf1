export function get() {
  return new Response("get");
}
