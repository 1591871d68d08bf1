/**
 * What it takes to find the route of a path among 10, 1,000 and 10,000 endpoints of Astro, whose segments may hold text and
 * params: `npx tsx benchmarks/routing.ts`. No server, no request: CPU time of `Router.find` alone.
 */
import { claimFile, compareRoutes } from "../src/conventions/astro/claim.ts";
import { decodePath } from "../src/conventions/astro/path.ts";
import { Router } from "../src/routing/router.ts";
import { formatPattern } from "../src/routing/segment.ts";

const COUNTS = [10, 1_000, 10_000];
const FINDS = 100_000;
const ROUNDS = 7;

/** A file for a number, and a path that it answers. */
const FORMS: Readonly<Record<string, (index: number) => readonly [file: string, path: string]>> = {
  static: (index) => [`api/item${index}.json.ts`, `/api/item${index}.json`],
  "user-N-[name].json": (index) => [`users/user-${index}-[name].json.ts`, `/users/user-${index}-ada.json`],
  "[lang]-N/info": (index) => [`[lang]-${index}/info.ts`, `/en-${index}/info`],
  "N/[...path].txt": (index) => [`files/${index}/[...path].txt.ts`, `/files/${index}/a/b.txt`],
};

function routerOf(count: number): Router {
  const matching = { order: compareRoutes, decode: decodePath };
  const forms = Object.values(FORMS);
  const routes = Array.from({ length: count }, (_, index) => {
    const [file] = forms[index % forms.length]!(index);
    const segments = claimFile(file)!;
    return { file, segments, pattern: formatPattern(segments), matching };
  });
  return new Router(routes);
}

function timeOf(router: Router, path: string): number {
  const begun = process.cpuUsage();
  for (let index = 0; index < FINDS; index += 1) router.find(path);
  const { user, system } = process.cpuUsage(begun);
  return ((user + system) * 1000) / FINDS;
}

const routers = COUNTS.map(routerOf);
console.log(`| ns a path | ${COUNTS.map((count) => `${count.toLocaleString("en")} routes`).join(" | ")} |`);
console.log(`| --- |${" ---: |".repeat(COUNTS.length)}`);
for (const [form, [name, make]] of Object.entries(FORMS).entries()) {
  const times = COUNTS.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, router] of routers.entries()) {
      // The route in the middle that has this form.
      const middle = COUNTS[index]! / 2;
      const [file, path] = make(middle - (middle % 4) + form);
      const match = router.find(path);
      if (typeof match !== "object" || match.route.file !== file) throw new Error(`${path} is not found.`);
      times[index]!.push(timeOf(router, path));
    }
  }
  const medians = times.map((each) => Math.round(each.toSorted((a, b) => a - b)[ROUNDS >> 1]!));
  console.log(`| ${name} | ${medians.join(" | ")} |`);
}
