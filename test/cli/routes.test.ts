import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req, res) => res.end();\n";
const withConfig = (config: string): string => `${handler}export const config = ${config};\n`;

/** The line of a route in the table, its cells. */
function cellsOf(stdout: string, pattern: string): string[] | undefined {
  const rows = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
  return rows.find(([first]) => first === pattern);
}

describe("pages-api routes", () => {
  it("lists the routes in matching order, each with its file, and counts them", async () => {
    const dir = await project({
      "pages/api/post/[pid].js": handler,
      "pages/api/post/new.ts": handler,
      "pages/api/[...rest].js": handler,
      "pages/api/index.js": handler,
      "pages/other.js": "",
    });

    const { code, stdout, stderr } = await run(["routes", dir]);

    expect(stdout).toBe(
      [
        "  /api/post/new    pages/api/post/new.ts",
        "  /api/post/[pid]  pages/api/post/[pid].js",
        "  /api             pages/api/index.js",
        "  /api/[...rest]   pages/api/[...rest].js",
        "",
        "4 routes",
        "",
      ].join("\n"),
    );
    expect([stderr, code]).toEqual(["", 0]);
  });

  it("warns of a file that is never reached, and of routes that are broken", async () => {
    const dir = await project({
      "pages/api/a.js": handler,
      "pages/api/a/index.js": handler,
      "pages/api/b.js": withConfig('{\n  api: { bodyParser: { sizeLimit: "lots" } },\n}'),
      "pages/api/c.ts": "export default (",
    });

    const { stdout, stderr, code } = await run(["routes", dir]);

    expect(cellsOf(stdout, "/api/a")).toEqual(["/api/a", "pages/api/a/index.js"]);
    expect(cellsOf(stdout, "/api/b")?.[2]).toBe("config error");
    expect(cellsOf(stdout, "/api/c")?.[2]).toBe("compile error");
    expect(stderr.trimEnd().split("\n")).toEqual([
      "warn Two files for one route, /api/a: pages/api/a/index.js serves it, pages/api/a.js is never reached.",
      'warn pages/api/b.js:3:24: `config.api.bodyParser.sizeLimit` is \'lots\'. Write a number of bytes, or a string such as "500kb" or "3mb".',
      "warn pages/api/c.ts:1:17: Unexpected end of file",
      "  export default (",
    ]);
    expect(code).toBe(0);
  });

  it("prints JSON of a documented shape", async () => {
    const dir = await project({
      "pages/api/a.js": withConfig('{ api: { bodyParser: { sizeLimit: "2kb" }, responseLimit: false } }'),
      "pages/api/b.js": withConfig("make()"),
      "pages/api/c.js": handler,
      "pages/api/c.ts": handler,
    });

    const { stdout, stderr, code } = await run(["routes", dir, "--json"]);

    const standard = {
      bodyParser: true,
      sizeLimit: 1_048_576,
      extended: false,
      responseLimit: 4_194_304,
      externalResolver: false,
      maxDuration: null,
    };
    expect(JSON.parse(stdout)).toEqual([
      {
        pattern: "/api/a",
        file: "pages/api/a.js",
        methods: null,
        config: { ...standard, sizeLimit: 2048, responseLimit: false },
        warnings: [],
      },
      { pattern: "/api/b", file: "pages/api/b.js", methods: null, config: null, warnings: [] },
      {
        pattern: "/api/c",
        file: "pages/api/c.ts",
        methods: null,
        config: standard,
        warnings: [
          "Two files for one route, /api/c: pages/api/c.ts serves it, pages/api/c.js is never reached.",
        ],
      },
    ]);
    expect([stderr, code]).toEqual(["", 0]);
  });

  it.each([[[]], [["--json"]]])("fails for routes that contradict each other %j", async (options) => {
    const dir = await project({ "pages/api/[a].js": handler, "pages/api/[b]/x.js": handler });

    const { stdout, stderr, code } = await run(["routes", dir, ...options]);

    expect(stderr).toBe(
      "error You cannot use different slug names for the same dynamic path ('a' !== 'b').\n  pages/api/[a].js\n  pages/api/[b]/x.js\nRename one of the two, or remove it.\n",
    );
    expect([stdout, code]).toEqual(["", 1]);
  });

  it("fails for a name that means nothing", async () => {
    const dir = await project({ "pages/api/[[id]].js": handler });

    const { stderr, code } = await run(["routes", dir]);

    expect(stderr).toBe(
      'error Optional route parameters are not yet supported ("[[id]]").\n  pages/api/[[id]].js\nRename it.\n',
    );
    expect(code).toBe(1);
  });

  it("fails without a folder of routes, and says where it looked", async () => {
    const dir = await project({});

    const { stderr, code } = await run(["routes", dir]);

    expect(stderr).toContain(`looked in the folders ${dir}/pages/api and ${dir}/src/pages/api.`);
    expect(code).toBe(1);
  });

  it("colours for a terminal, and keeps the columns", async () => {
    const dir = await project({
      "pages/api/a.js": withConfig("{ api: { bodyParser: false } }"),
      "pages/api/longer.js": handler,
    });

    const { stdout } = await run(["routes", dir], { FORCE_COLOR: "1" });

    expect(stdout).toBe(
      [
        "  /api/a       \u001B[2mpages/api/a.js\u001B[22m       body off",
        "  /api/longer  \u001B[2mpages/api/longer.js\u001B[22m",
        "",
        "2 routes",
        "",
      ].join("\n"),
    );
  });

  it("says which methods a Route Handler answers, and what its segment config has that others have not", async () => {
    const dir = await project({
      "app/a/route.ts": "export const GET = () => new Response();\nexport async function POST() {}",
      "app/b/[id]/route.ts":
        'export const { GET, PUT } = handlers;\nexport const runtime = "edge";\nexport const dynamic = "force-static";',
      "app/robots.ts": "export default () => ({ rules: [] });",
      "app/icon.png": "",
      "pages/api/c.js": handler,
    });
    const { stdout } = await run(["routes", dir]);
    expect(stdout.split("\n").map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["GET HEAD OPTIONS POST", "/a", "app/a/route.ts"],
      ["any", "/api/c", "pages/api/c.js"],
      ["GET HEAD OPTIONS PUT", "/b/[id]", "app/b/[id]/route.ts", "edge, force-static"],
      ["GET HEAD", "/icon.png", "app/icon.png"],
      ["GET HEAD", "/robots.txt", "app/robots.ts"],
      [""],
      ["5 routes"],
      [""],
    ]);
  });

  it("names file, line and column of a segment config that is invalid", async () => {
    const dir = await project({
      "app/a/route.ts": 'export const GET = () => new Response();\nexport const dynamic = "force-statik";',
    });
    const { stderr } = await run(["routes", dir]);
    expect(stderr).toContain("app/a/route.ts:2:24: `dynamic` is 'force-statik'. Write one of \"auto\"");
  });
});
