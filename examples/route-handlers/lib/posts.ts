export interface Post {
  slug: string;
  title: string;
}

/** In place of a database. */
export const posts: Post[] = [
  { slug: "first", title: "First post" },
  { slug: "second", title: "Second & last" },
];
