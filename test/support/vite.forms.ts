import { join } from "node:path";

/** Route files in all the ways that people write them, and what `/api/NAME` answers, given the project's folder. */
export const FORMS: Readonly<Record<string, string>> = {
  "lib/count.ts": "let count = 0; export const next = (): number => ++count;",
  "lib/old.js": "exports.one = 1; module.exports.two = 2;",
  "lib/function.js": "module.exports = () => 'function';",
  "lib/data.json": '{ "name": "json" }',
  "node_modules/old/package.json": '{ "name": "old" }',
  "node_modules/old/index.js":
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => 'old'; exports.named = 'named';",
  "node_modules/modern/package.json": '{ "name": "modern", "type": "module", "exports": "./m.js" }',
  "node_modules/modern/m.js": "export default 'modern'; export const named = 'named';",
  "node_modules/@scope/x/package.json": '{ "name": "@scope/x" }',
  "node_modules/@scope/x/index.js": "module.exports = () => 'scope'; module.exports.named = 'named';",
  "node_modules/pkg/package.json": '{ "name": "pkg" }',
  "node_modules/pkg/sub.js": "exports.sub = 'sub';",
  "node_modules/pkg/data.json": '{ "name": "package json" }',
  "node_modules/lodash.merge/package.json": '{ "name": "lodash.merge" }',
  "node_modules/lodash.merge/index.js": "module.exports = (a, b) => ({ ...a, ...b });",
  // No reader of CommonJS sees its names before it runs.
  "node_modules/lodash/package.json": '{ "name": "lodash", "main": "lodash.js" }',
  "node_modules/lodash/lodash.js":
    "function lodash() { return 'lodash'; } for (const name of ['chunk', 'map']) lodash[name] = () => name; module.exports = lodash;",
  "node_modules/only/package.json": '{ "name": "only", "module": "./i.js" }',
  "node_modules/only/i.js": "export { x as default } from './x';",
  "node_modules/only/x.js": "export const x = 'only';",
  "node_modules/typed/package.json": '{ "name": "typed", "type": "module", "exports": "./i.ts" }',
  "node_modules/typed/i.ts": "export const typed: string = 'typed';",
  "lib/names.ts":
    "export { chunk as part, default } from 'lodash'; export * as all from 'lodash'; export * from 'pkg/sub';",
  "tsconfig.json": '{ "extends": "./config/base.json" }',
  "config/base.json":
    '{ "compilerOptions": { "baseUrl": "${configDir}", "paths": { "@jobs/*": ["lib/jobs/*"], "punycode": ["lib/codes"] } } }',
  "lib/codes.ts": "export default 'own codes';",
  "pages/api/alias.ts":
    "import job from '@jobs/a'; import codes from 'punycode'; import { next } from 'lib/count';\n" +
    "export default async (q: any, s: any) => s.json([job, codes, typeof next, (await import('@jobs/a')).default, require('punycode').default, require('lib/codes').default]);",
  "lib/user.ts": "import { post } from './post'; export const user = 'user', viaPost = () => post();",
  "lib/post.ts": "const users = require('./user'); export const post = () => 'post of ' + users.user;",
  "pages/api/circle.ts":
    "import { viaPost } from '../../lib/user'; export default (q: any, s: any) => s.json([viaPost()]);",
  "lib/whole.cjs":
    "const { part } = require('./part.cjs'); module.exports = () => part; module.exports.tag = 'tag';",
  "lib/part.cjs": "exports.part = 'part'; exports.file = require('node:path').basename(__filename);",
  "pages/api/extensions.ts":
    "import * as whole from '../../lib/whole.cjs'; import make, { tag } from '../../lib/whole.cjs';\n" +
    "export default async (q: any, s: any) => s.json([(whole as any)(), make(), tag, require('../../lib/part.cjs').file, (await import('../../lib/part.cjs')).part]);",
  "lib/jobs/a.ts": "export default 'job a';",
  "lib/job.ts":
    "import { parentPort, workerData } from 'node:worker_threads'; import { next } from './count'; parentPort!.postMessage([next() as number, workerData]);",
  "pages/api/packages.ts":
    "import scope, { named } from '@scope/x'; import { sub } from 'pkg/sub'; import data from 'pkg/data.json'; import merge from 'lodash.merge';\n" +
    "import only from 'only'; import { typed } from 'typed';\n" +
    "export default async (q: any, s: any) => s.json([scope(), named, sub, data.name, merge({ a: 1 }, { b: 2 }), only, typed,\n" +
    "(await import('@scope/x')).default(), (await import('pkg/sub')).sub, (await import('lodash.merge')).default({}, { c: 3 }), (await import('pkg/data.json')).default.name]);",
  "pages/api/names.ts":
    "import { chunk, map as each } from 'lodash'; import * as all from 'lodash'; import whole, { part, all as again, sub } from '../../lib/names'; import * as make from '../../lib/function'; import * as check from 'assert';\n" +
    "(check as any)(true);\n" +
    "export default async (q: any, s: any) => s.json([chunk(), { each }.each(), all.map(), (all as any)(), part(), whole(), again.chunk(), sub, (make as any)(), (await import('lodash')).map()]);",
  "pages/api/pattern.ts":
    "const path = 'p', map = 'm';\n" +
    "export default async (q: any, s: any) => { const name = 'a'; let code; try { require(`../../lib/none/${name}.js`); } catch (error: any) { code = error.code; }\n" +
    "s.json([path, map, (await import(`../../lib/jobs/${name}`)).default, require(`../../lib/jobs/${name}`).default, code, (await import(`@jobs/${name}`)).default, ((await import('../../lib/function')) as any)()]); };",
  "pages/api/missing.ts":
    "import { basename, missing } from 'node:path'; import none, { named, gone as other } from 'bare'; import * as modern from 'bare'; import { x, y } from '../../lib/missing';\n" +
    "export default (q: any, s: any) => s.json([basename('/a/b'), typeof missing, typeof none, named, typeof other, Object.keys(modern), x, typeof y]);",
  "lib/missing.ts": "export { named as x, gone as y } from 'bare';",
  "node_modules/bare/package.json": '{ "name": "bare", "type": "module", "exports": "./m.js" }',
  "node_modules/bare/m.js": "export const named = 'named';",
  "pages/api/context.ts":
    "const files = (require as any).context('../../lib/jobs', true, /\\.ts$/), lazy = (require as any).context('../../lib/jobs', true, /\\.ts$/, 'lazy');\n" +
    "export default async (q: any, s: any) => s.json([files.keys(), files('./a.ts').default, (await lazy('./a.ts')).default]);",
  "pages/api/worker.ts":
    "import { once } from 'node:events'; import { Worker } from 'node:worker_threads';\n" +
    "export default async (q: any, s: any) => { const worker = new Worker(new URL('../../lib/job.ts', import.meta.url), { workerData: 5 }); s.json((await once(worker, 'message'))[0]); };",
  "pages/api/module.ts":
    "import { one } from '../../lib/old'; const local = (module: any) => module.hot;\n" +
    "export default (q: any, s: any) => s.json([one, require.main === module, typeof (module as any).hot, local({ hot: 1 })]);",
  "pages/api/commonjs.js":
    "const { one, two } = require('../../lib/old'); const make = require('../../lib/function'); const path = require('path');\n" +
    "module.exports = (req, res) => res.json([one, two, make(), require('../../lib/data.json').name, require('old').named, path.basename(__filename), req.body]);\n" +
    "module.exports.config = { api: { bodyParser: false } };",
  "pages/api/default.js": "exports.__esModule = true; exports.default = (req, res) => res.send('default');",
  "pages/api/interop.ts":
    "import old, { named } from 'old'; import modern from 'modern'; import * as all from 'old'; import { one } from '../../lib/old'; import make from '../../lib/function';\n" +
    "export default async (q: any, s: any) => s.json([old(), named, modern, all.default(), (await import('old')).default(), one, make()]);",
  "pages/api/place.ts":
    "import { createRequire } from 'node:module';\n" +
    "export default (q: any, s: any) => s.json([__filename, __dirname, new URL(import.meta.url).pathname.split('/').pop(), require('old').named, createRequire(import.meta.url)('../../lib/data.json').name]);",
  "pages/api/next.ts":
    "import { NextApiRequest, NextApiResponse } from 'next'; import { NextResponse } from 'next/server'; import 'server-only';\n" +
    "export default function handler(req: NextApiRequest, res: NextApiResponse) { res.json([NextResponse.json(1).status, handler.name]); }",
};

export const ANSWERS = (dir: string): Readonly<Record<string, unknown>> => ({
  commonjs: [1, 2, "function", "json", "named", "commonjs.js", null],
  interop: ["old", "named", "modern", "old", "old", 1, "function"],
  place: [join(dir, "pages/api/place.ts"), join(dir, "pages/api"), "place.ts", "named", "json"],
  next: [200, "handler"],
  packages: [
    "scope",
    "named",
    "sub",
    "package json",
    { a: 1, b: 2 },
    "only",
    "typed",
    "scope",
    "sub",
    { c: 3 },
    "package json",
  ],
  names: ["chunk", "map", "map", "lodash", "chunk", "lodash", "chunk", "sub", "function", "map"],
  pattern: ["p", "m", "job a", "job a", "MODULE_NOT_FOUND", "job a", "function"],
  missing: ["b", "undefined", "undefined", "named", "undefined", ["named"], "named", "undefined"],
  alias: ["job a", "own codes", "function", "job a", "own codes", "own codes"],
  circle: ["post of user"],
  extensions: ["part", "part", "tag", "part.cjs", "part"],
  context: [["./a.ts"], "job a", "job a"],
  worker: [1, 5],
  module: [1, false, "undefined", 1],
});
