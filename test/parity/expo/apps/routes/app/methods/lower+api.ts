export function get() {
  return new Response("lower");
}
