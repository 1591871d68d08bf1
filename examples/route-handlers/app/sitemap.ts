import type { MetadataRoute } from "next";
import { posts } from "../lib/posts";

export default function sitemap(): MetadataRoute.Sitemap {
  return posts.map(({ slug }) => ({ url: `https://example.org/posts/${slug}`, priority: 0.5 }));
}
