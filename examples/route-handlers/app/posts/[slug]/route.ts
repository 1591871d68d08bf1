import { notFound } from "next/navigation";
import { posts } from "../../../lib/posts";

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params;
  const post = posts.find((each) => each.slug === slug);
  if (post === undefined) notFound();
  return Response.json(post);
}
