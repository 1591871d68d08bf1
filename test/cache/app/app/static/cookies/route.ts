export const dynamic = "force-static";
export function GET(): Response {
  const headers = new Headers({ "cache-control": "public, max-age=7" });
  headers.append("set-cookie", "a=1; Path=/");
  headers.append("set-cookie", "b=2; Path=/");
  return new Response("cookies", { headers });
}
