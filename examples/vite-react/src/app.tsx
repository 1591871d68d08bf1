import { type FormEvent, useEffect, useState } from "react";
import type { Todo } from "@/lib/todos";

export function App() {
  const [greeting, setGreeting] = useState("");
  const [todos, setTodos] = useState<Todo[]>([]);

  async function load() {
    const [hello, list] = await Promise.all([fetch("/api/hello?name=Ada"), fetch("/api/todos")]);
    if (!hello.ok || !list.ok) return;
    setGreeting((await hello.json()).message);
    setTodos(await list.json());
  }

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const title = new FormData(form).get("title");
    await fetch("/api/todos", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ title }),
    });
    form.reset();
    await load();
  }

  async function toggle(id: number) {
    await fetch(`/api/todos/${id}`, { method: "PATCH" });
    await load();
  }

  useEffect(() => {
    void load();
    // In development: an edit of a route shows at once.
    import.meta.hot?.on("pages-api:change", load);
    return () => import.meta.hot?.off("pages-api:change", load);
  }, []);

  return (
    <main>
      <h1>{greeting}</h1>
      <ul>
        {todos.map(({ id, title, done }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={done} onChange={() => toggle(id)} /> {title}
            </label>
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <input name="title" placeholder="What is to be done?" required />
        <button>Add</button>
      </form>
    </main>
  );
}
