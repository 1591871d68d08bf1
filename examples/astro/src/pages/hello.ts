import type { APIRoute } from "astro";
import { GREETING } from "astro:env/server";

/** Answered for each request. */
export const prerender = false;

export const GET: APIRoute = ({ url, locals }) => {
  const name = url.searchParams.get("name") ?? locals.visitor;
  return new Response(`${GREETING}, ${name}!`);
};

export const POST: APIRoute = async ({ request }) => {
  const { name } = (await request.json()) as { name?: string };
  if (!name) return Response.json({ error: "A greeting needs a name" }, { status: 400 });
  return Response.json({ greeting: `${GREETING}, ${name}!` }, { status: 201 });
};
