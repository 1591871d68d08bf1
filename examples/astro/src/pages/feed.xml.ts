import type { APIRoute } from "astro";
import { posts } from "../lib/posts";

export const GET: APIRoute = ({ site }) => {
  const items = posts.map(
    ({ id, title }) => `<item><title>${title}</title><link>${site}posts/${id}</link></item>`,
  );
  return new Response(`<rss version="2.0"><channel>${items.join("")}</channel></rss>`, {
    headers: { "Content-Type": "application/rss+xml" },
  });
};
