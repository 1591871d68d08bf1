import { upstream } from "./upstream";

type Options = RequestInit & { next?: { revalidate?: number | false; tags?: string[] } };

/** What a fetch with these options gives, and whether it throws. */
export async function read(path: string, options?: Options): Promise<Response> {
  try {
    const response = await fetch(upstream(path), options);
    const text = await response.text();
    const { status, redirected } = response;
    const type = response.headers.get("content-type");
    const own = response.headers.get("x-own");
    const url = new URL(response.url || "http://none.test/none").pathname;
    return Response.json({ text, status, redirected, type, own, url });
  } catch (error) {
    return Response.json({ threw: (error as Error).constructor.name });
  }
}
