export interface Todo {
  id: number;
  title: string;
  done: boolean;
}

/** In memory, to keep the example small: gone when the server ends, kept when a route is edited. */
export const todos: Todo[] = [{ id: 1, title: "Read the README", done: false }];
