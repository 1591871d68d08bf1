export interface Post {
  id: number;
  title: string;
}

export const posts: Post[] = [{ id: 1, title: "Hello" }];
