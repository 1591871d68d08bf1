import { posts } from "../../lib/posts";

// Made by the build, and again at most once a minute.
export const revalidate = 60;

export async function GET(): Promise<Response> {
  return Response.json({ posts, made: new Date().toISOString() });
}
