import type { APIRoute, GetStaticPaths } from "astro";
import { posts } from "../../lib/posts";

/** The build makes one answer, and one file, for each post. */
export const getStaticPaths = (() =>
  posts.map((post) => ({ params: { id: String(post.id) }, props: { post } }))) satisfies GetStaticPaths;

export const GET: APIRoute = ({ props }) => Response.json(props.post);
