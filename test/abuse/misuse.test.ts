import { beforeEach, expect, it } from "vitest";
import { open, requestText } from "../support/client.ts";
import { shared } from "../support/lifetime.ts";
import { attacked } from "./attacked.ts";

/** Routes of `target.mjs` that misuse their response, what a client gets of them, and what is logged. */
const ROUTES: [name: string, answer: RegExp, ...logged: string[]][] = [
  // It ends with `one`; a second `end` with a text, and `json`, come too late.
  ["twice", /^HTTP\/1\.1 200 OK\r\n[^]*one$/, "write after end"],
  ["late", /^HTTP\/1\.1 200 OK\r\n[^]*sent$/, "write after end"],
  ["rejects", /^HTTP\/1\.1 200 OK\r\n[^]*sent$/, "rejected late"],
  ["throws", /^(?:HTTP\/1\.1 200 OK\r\n[^]*part\r\n)?$/, "thrown late"],
  ["broken", /^HTTP\/1\.1 200 OK\r\n[^]*part\r\n$/, "broken stream"],
  ["unopened", /^HTTP\/1\.1 500 Internal Server Error\r\n[^]*Internal Server Error$/, "unopened stream"],
];

const target = shared(() => attacked());
beforeEach(() => target().forget());

it.each(ROUTES)(
  "a route that misuses its response harms no other request: %s",
  async (name, answer, ...logged) => {
    const { server, rest } = target();
    const path = `/api/${name}`;
    const { end } = await open(server, requestText({ path, headers: { Connection: "close" } }));
    expect(await end()).toMatch(answer);
    const { escaped, logged: told } = await rest();
    expect(escaped).toEqual([]);
    // What is written to a connection that has closed by then is no error.
    expect(logged).toEqual(expect.arrayContaining([...told]));
    const next = await open(server, requestText({ path: "/api/ok", headers: { Connection: "close" } }));
    expect(await next.end()).toMatch(/ok$/);
  },
);

it("a route that never ends holds its connection until the client leaves, and no longer", async () => {
  const { server, health, rest } = target();
  const { socket } = await open(server, requestText({ path: "/api/never" }));
  await expect.poll(health).toMatchObject({ connections: 1, running: 1 });
  socket.destroy();
  expect(await rest()).toMatchObject({ escaped: [], logged: [] });
});

it("all of them together, pipelined and again and again, leave the memory as it was", async () => {
  const { server, rest } = target();
  const names = [...ROUTES.map(([name]) => name), "never", "stream"];
  const shuffled = names.flatMap((first) => names.map((second) => [first, "ok", second]));

  async function round(): Promise<void> {
    await Promise.all(
      shuffled.map(async (paths) => {
        const { socket, end } = await open(
          server,
          paths.map((name) => requestText({ path: `/api/${name}` })).join(""),
        );
        socket.end();
        await end();
      }),
    );
  }

  await round();
  const before = await rest();
  for (let count = 0; count < 8; count += 1) await round();
  const after = await rest();
  expect(after.escaped).toEqual([]);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(1024 * 1024);
});
