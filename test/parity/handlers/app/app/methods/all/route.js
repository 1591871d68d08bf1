export function GET() {
  return new Response("GET", { headers: { "x-from": "GET" } });
}
export function HEAD() {
  return new Response("HEAD", { headers: { "x-from": "HEAD" } });
}
export function POST() {
  return new Response("POST", { headers: { "x-from": "POST" } });
}
export function PUT() {
  return new Response("PUT", { headers: { "x-from": "PUT" } });
}
export function DELETE() {
  return new Response("DELETE", { headers: { "x-from": "DELETE" } });
}
export function PATCH() {
  return new Response("PATCH", { headers: { "x-from": "PATCH" } });
}
export function OPTIONS() {
  return new Response("OPTIONS", { headers: { "x-from": "OPTIONS" } });
}
