import { expect, it } from "vitest";
import { checkProject } from "../../../src/check/index.ts";
import { project } from "../../support/hosts.ts";

const config = { "astro.config.mjs": "export default { output: 'server' };" };

const cases: [name: string, text: string, ...findings: string[]][] = [
  [
    "a session by its name",
    'export const GET = async (context) => Response.json(await context.session.get("a"));',
    "context-member src/pages/x.ts:1:59 context.session cannot be used here. Keep a session in a store of your own",
  ],
  [
    "what is taken from the context",
    "export async function POST({ cache, params }) {\n  return Response.json([cache, params]);\n}",
    "context-member src/pages/x.ts:1:30 context.cache cannot be used here. Set Cache-Control on the Response.",
  ],
  [
    "what is taken from it later",
    "export const GET = ((context) => {\n  const { session } = context;\n  return Response.json(session);\n}) satisfies unknown;",
    "context-member src/pages/x.ts:2:11 context.session cannot be used here.",
  ],
  [
    "another object of that name",
    "const context = { session: 1 };\nexport const GET = () => Response.json(context.session);",
  ],
  [
    "a collection",
    'import { getCollection } from "astro:content";\nexport const GET = async () => Response.json(await getCollection("a"));',
    'astro-module src/pages/x.ts:1:31 "astro:content" does not work without Astro\'s build. Read the files',
  ],
  [
    "an action",
    'import { actions } from "astro:actions";\nexport const GET = () => Response.json(actions.a);',
    'astro-module src/pages/x.ts:1:25 "astro:actions" does not work without Astro\'s build. Write the action as an endpoint',
  ],
  [
    "an image",
    'import { getImage } from "astro:assets";\nexport const GET = async () => Response.json(await getImage({}));',
    'astro-module src/pages/x.ts:1:26 "astro:assets" does not work without Astro\'s build. Put images',
  ],
  [
    "an old name",
    "export const get = () => ({ body: '' });",
    "legacy-method src/pages/x.ts:1:20 `get` works here as in Astro 2",
  ],
];

it.each(cases)("check reports %s", async (_name, text, ...findings) => {
  const checked = await checkProject(await project({ ...config, "src/pages/x.ts": text }));
  const found = checked.flatMap((each) =>
    each.findings.map(
      ({ rule, file, line, column, message }) => `${rule} ${file}:${line}:${column} ${message}`,
    ),
  );
  expect(found).toHaveLength(findings.length);
  for (const [index, finding] of findings.entries()) expect(found[index]).toContain(finding);
});

it("check reports a session in a middleware", async () => {
  const checked = await checkProject(
    await project({
      ...config,
      "src/pages/x.ts": "export const GET = () => new Response();",
      "src/middleware.ts":
        'import { defineMiddleware } from "astro:middleware";\n' +
        "export const onRequest = defineMiddleware(({ session }, next) => (session ? next() : next()));",
    }),
  );
  const found = checked.flatMap(({ file, findings }) => findings.map(({ rule, line }) => [rule, file, line]));
  expect(found).toEqual([["context-member", "src/middleware.ts", 2]]);
});
