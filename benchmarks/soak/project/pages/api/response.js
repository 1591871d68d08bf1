export default function handler() {
  return new Response("from the web", { status: 203, headers: { "x-kind": "response" } });
}
