export function PROPFIND() {
  return new Response("propfind");
}
export function QUERY() {
  return new Response("query");
}
export function toString() {
  return new Response("to string");
}
