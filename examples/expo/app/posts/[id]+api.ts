import { StatusError } from "expo-server";
import { posts } from "../../lib/posts";

export function GET(_request: Request, { id }: Record<string, string>): Response {
  const post = posts.find((each) => String(each.id) === id);
  if (post === undefined) throw new StatusError(404);
  return Response.json(post);
}
