import { StatusError } from "expo-server";
import { posts } from "../../lib/posts";

export function GET(): Response {
  return Response.json(posts);
}

export async function POST(request: Request): Promise<Response> {
  const { title } = (await request.json()) as { title?: string };
  if (!title) throw new StatusError(400, { error: "A post needs a title" });
  const post = { id: posts.length + 1, title };
  posts.push(post);
  return Response.json(post, { status: 201 });
}
