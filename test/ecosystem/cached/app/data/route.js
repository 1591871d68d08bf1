import { unstable_cache } from "next/cache";

const number = unstable_cache(async () => Math.random(), ["number"], { tags: ["data"], revalidate: 3600 });

export async function GET(request) {
  return Response.json({ number: await number(), agent: request.headers.get("user-agent") });
}
