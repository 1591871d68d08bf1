import { once } from "node:events";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, refused, run, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => res.end('a');";

describe("pages-api start that cannot", () => {
  const expectRefusal = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const cwd = await project({ "pages/api/a.js": ROUTE });
    const { code, out, err } = await refused(["start", ...args], { cwd, env });
    expect([code, out]).toEqual([1, ""]);
    return err;
  };

  it("says that the port is in use, and ends although a module holds the process", async () => {
    const other = createNetServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const cwd = await project({ "pages/api/a.js": `setInterval(() => {}, 1000); ${ROUTE}` });
    expect(await run([CLI, "start", "--port", String(port)], { cwd })).toMatchObject({
      code: 1,
      out: "",
      err: `error Port ${port} is in use. Choose another one: --port ${port + 1}\n`,
    });
  });

  it("takes port 3000 where PORT is set to nothing", async () => {
    const other = createNetServer().listen(3000, "127.0.0.1");
    onTestFinished(() => void other.close());
    // Whoever has the port, it is in use.
    await Promise.race([once(other, "listening"), once(other, "error")]).catch(() => {});
    const cwd = await project({ "pages/api/a.js": ROUTE });
    const { err } = await run([CLI, "start"], { cwd, env: { PORT: "" } });
    expect(err).toMatch(/^error Port 3000 is in use\./);
  });

  it.each(["http", "-1", "65536", "80.5", " 80"])("refuses %j as a port", async (port) => {
    const text = `error The port is ${JSON.stringify(port)}. Write a number from 0 to 65535.\n`;
    expect(await expectRefusal([`--port=${port}`])).toBe(text);
    expect(await expectRefusal([], { PORT: port })).toBe(text);
  });

  it.each([
    ["no.such.host.invalid", ["-H", "no.such.host.invalid"], {}],
    ["203.0.113.1", [], { HOST: "203.0.113.1" }],
  ])("refuses %s as a host, by %j", async (host, args, env) => {
    const cwd = await project({ "pages/api/a.js": ROUTE });
    expect(await run([CLI, "start", "-p", "0", ...args], { cwd, env })).toMatchObject({
      code: 1,
      out: "",
      err: `error Cannot listen on ${host}: not an address of this machine.\n`,
    });
  });

  it("says where it looked for routes", async () => {
    const dir = await project({});
    const { code, err } = await refused(["start"], { cwd: dir });
    expect([code, err.split("\n").length]).toEqual([1, 2]);
    expect(err).toContain(
      `looked in the folders ${join(dir, "pages/api")} and ${join(dir, "src/pages/api")}`,
    );
  });

  it("refuses options that it does not know", async () => {
    expect(await expectRefusal(["--prot", "80"])).toMatch(
      /^error Unknown option --prot\. Did you mean "--port"\?/,
    );
  });
});

describe("the address", () => {
  it("is that of the options, then of PORT and HOST, where empty ones count for nothing", async () => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const both = await serving([CLI, "start", "-p", "0", "-H", "127.0.0.2"], {
      cwd: dir,
      env: { PORT: "1", HOST: "x" },
    });
    expect(both.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
    const six = await serving([CLI, "start"], { cwd: dir, env: { PORT: "0", HOST: "::1" } });
    expect(six.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    await request(six.url).get("/api/a").expect(200, "a");
    const all = await serving([CLI, "start", "-p", "0"], { cwd: dir, env: { HOST: "" } });
    expect(all.url).toMatch(/^http:\/\/localhost:\d+$/);
    await request(all.url).get("/api/a").expect(200, "a");
  });
});
