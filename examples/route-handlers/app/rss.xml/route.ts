import { posts } from "../../lib/posts";

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export async function GET(): Promise<Response> {
  const items = posts.map(
    ({ slug, title }) => `<item><title>${escaped(title)}</title><link>/posts/${slug}</link></item>`,
  );
  const feed = `<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0"><channel>${items.join("")}</channel></rss>`;
  return new Response(feed, { headers: { "Content-Type": "text/xml" } });
}
