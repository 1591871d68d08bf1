import { fileOf, type ExportedFile } from "../../static/export.ts";
import type { StaticAnswer } from "../../static/answers.ts";
import type { AstroApp } from "./app.ts";
import type { AstroConfig } from "./config.ts";
import type { AstroEndpoint } from "./endpoint.ts";
import { redirectsOf } from "./redirects.ts";
import { refreshPage } from "./refresh-page.ts";
import { pathOf } from "./static-path.ts";
import { checkedParams, type Params } from "./static.ts";
import { staticPathsOf } from "./static-paths.ts";

/**
 * The files that Astro writes of a static site: each body at its path, and a page that goes on for each redirect.
 *
 * @param isWhole whether no endpoint is answered live: only then redirects of the config have files
 */
export async function* exportedFiles(
  app: AstroApp,
  answers: readonly StaticAnswer[],
  isWhole: boolean,
): AsyncGenerator<ExportedFile> {
  const { config } = app;
  const isSite = config.output === "static" && isWhole;
  const folder = isSite ? config.outDir : `${config.outDir}/client`;
  for (const answer of answers) {
    const file = fileOfAnswer(folder, answer, config);
    if (file !== undefined) yield file;
  }
  if (isSite && config.writesRedirects) yield* redirectFiles(app, folder);
}

function fileOfAnswer(folder: string, answer: StaticAnswer, config: AstroConfig): ExportedFile | undefined {
  const { site } = config;
  const { path, status, headers, file: source } = answer;
  // The path `/` names the folder itself.
  if (path === "/") return undefined;
  const file = fileOf(folder, path);
  const location = headers["location"];
  if (status >= 300 && status < 400 && location !== undefined) {
    return {
      file,
      source,
      body: refreshPage({ from: shownPath(path, config), to: String(location), status, site }),
    };
  }
  return answer.bodiless === true ? undefined : new AnswerFile(file, answer);
}

/** Its body is read when it is written. */
class AnswerFile implements ExportedFile {
  readonly file: string;
  readonly #answer: StaticAnswer;

  constructor(file: string, answer: StaticAnswer) {
    this.file = file;
    this.#answer = answer;
  }

  get source(): string {
    return this.#answer.file;
  }

  get body(): Buffer {
    return this.#answer.body;
  }
}

/** The redirects of the config as pages; those with params for each path of the endpoint that they lead to. */
async function* redirectFiles(app: AstroApp, folder: string): AsyncGenerator<ExportedFile> {
  const { site } = app.config;
  for (const redirect of redirectsOf(app.config)) {
    const target = redirect.hasParams ? app.endpoints.ofPattern(redirect.destination) : undefined;
    const hasPaths = typeof target?.module["getStaticPaths"] === "function";
    if (redirect.hasParams && !hasPaths) {
      app.warn(
        `${redirect.file}: the redirect ${redirect.pattern} has no pages in ${folder}: ${redirect.destination} is not an endpoint with getStaticPaths.`,
      );
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- one endpoint at a time
    for (const texts of target === undefined ? [{}] : await paramsOfPaths(app, target)) {
      const place = placeOf(pathOf(redirect, texts), app.config);
      const to = redirect.locationFor(texts);
      const body = refreshPage({ from: place.shown, to, status: redirect.status ?? 301, site });
      yield { file: fileOf(folder, place.file), source: redirect.file, body };
    }
  }
}

async function paramsOfPaths(app: AstroApp, target: AstroEndpoint): Promise<Params[]> {
  const paths = await staticPathsOf(target, app.config);
  return [...paths.values()].map(({ params }) => checkedParams(target.route, params));
}

/** The path of an answer as a page of it says it. */
function shownPath(path: string, { base, trailingSlash }: AstroConfig): string {
  const slash = trailingSlash === "always" ? "/" : "";
  return `${base === "/" ? "" : base}${decodeURI(path)}${slash}`;
}

/** Where Astro puts the page of a redirect, by `build.format`. */
function placeOf(path: string, { format, base }: AstroConfig): { file: string; shown: string } {
  const root = base === "/" ? "" : base;
  if (format === "directory") return { file: `${path}/index.html`, shown: `${root}${path}/` };
  return { file: `${path}.html`, shown: `${root}${path}.html` };
}
