export interface Post {
  id: number;
  title: string;
}

export const posts: Post[] = [
  { id: 1, title: "First" },
  { id: 2, title: "Second" },
];
