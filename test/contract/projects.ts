/** The routes of one convention: the same six, written as its framework has them. */
export interface ContractProject {
  readonly convention: string;
  /** Conventions of one framework are served from one project. */
  readonly framework: string;
  readonly files: Readonly<Record<string, string>>;
  /** Where the routes are. */
  readonly prefix: string;
  /** The status of a method that a route does not have. */
  readonly otherMethod: number;
}

const web = {
  hello: "export const GET = () => Response.json({ hello: 'world' });",
  echo: "export const POST = async (request) => Response.json(await request.json(), { status: 201 });",
  fails: "export const GET = () => { throw new Error('secret'); };",
  stream: `export const GET = () => new Response(new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("a"));
      controller.enqueue(new TextEncoder().encode("b"));
      controller.close();
    },
  }), { headers: { "content-type": "text/x-stream" } });`,
  cookies: `export const GET = () => {
    const headers = new Headers();
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    return new Response(null, { status: 204, headers });
  };`,
};

const pagesApi: ContractProject = {
  convention: "pages-api",
  framework: "next",
  prefix: "/api",
  otherMethod: 405,
  files: {
    "pages/api/hello.js": `export default (req, res) =>
      req.method === "GET" ? res.json({ hello: "world" }) : res.status(405).end();`,
    "pages/api/items/[id].js": "export default (req, res) => res.json({ id: req.query.id });",
    "pages/api/echo.js": "export default (req, res) => res.status(201).json(req.body);",
    "pages/api/fails.js": "export default () => { throw new Error('secret'); };",
    "pages/api/stream.js":
      "export default (req, res) => { res.writeHead(200, { 'content-type': 'text/x-stream' }); res.write('a'); res.end('b'); };",
    "pages/api/cookies.js":
      "export default (req, res) => { res.setHeader('Set-Cookie', ['a=1', 'b=2']); res.status(204).end(); };",
  },
};

const routeHandlers: ContractProject = {
  convention: "route-handlers",
  framework: "next",
  prefix: "/handlers",
  otherMethod: 405,
  files: {
    "app/handlers/hello/route.js": web.hello,
    "app/handlers/items/[id]/route.js":
      "export const GET = async (request, { params }) => Response.json({ id: (await params).id });",
    "app/handlers/echo/route.js": web.echo,
    "app/handlers/fails/route.js": web.fails,
    "app/handlers/stream/route.js": web.stream,
    "app/handlers/cookies/route.js": web.cookies,
  },
};

const expo: ContractProject = {
  convention: "expo",
  framework: "expo",
  prefix: "/api",
  otherMethod: 405,
  files: {
    "app/api/hello+api.js": web.hello,
    "app/api/items/[id]+api.js": "export const GET = (request, { id }) => Response.json({ id });",
    "app/api/echo+api.js": web.echo,
    "app/api/fails+api.js": web.fails,
    "app/api/stream+api.js": web.stream,
    "app/api/cookies+api.js": web.cookies,
  },
};

const astro: ContractProject = {
  convention: "astro",
  framework: "astro",
  prefix: "/api",
  otherMethod: 404,
  files: {
    "astro.config.mjs": "export default { output: 'server' };",
    "src/pages/api/hello.js": web.hello,
    "src/pages/api/items/[id].js": "export const GET = ({ params }) => Response.json({ id: params.id });",
    "src/pages/api/echo.js":
      "export const POST = async ({ request }) => Response.json(await request.json(), { status: 201 });",
    "src/pages/api/fails.js": web.fails,
    "src/pages/api/stream.js": web.stream,
    "src/pages/api/cookies.js": web.cookies,
  },
};

export const projects: readonly ContractProject[] = [pagesApi, routeHandlers, expo, astro];
