import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceRules } from "../conventions/index.ts";
import type { ClaimedRoute, SourceNote } from "../convention.ts";
import { RouteError } from "../error.ts";
import { sourceName } from "../compile/source.ts";
import { ConfigError } from "../syntax/config-error.ts";
import { ExportReader } from "../syntax/exports.ts";
import type { Node } from "../syntax/node.ts";
import type { Files, ModuleFile } from "../syntax/values.ts";
import { readStaticConfig, type StaticConfig } from "../project/static-config.ts";
import type { Finding } from "./finding.ts";
import { contextFindings } from "./context.ts";
import { functionOf } from "./definition.ts";
import { exportFindings } from "./exports.ts";
import { handlerNote, lookAt, type Looked } from "./handlers.ts";
import { modulesTowards, type Reachable, type Reached, reach, reachable } from "./reach.ts";
import { knownNames } from "./names.ts";
import type { Survey } from "./survey.ts";
import type { Problem } from "./gaps.ts";
import { type Usage, UsageReader } from "./usage.ts";

/** What the sources of a project say about its routes, each source read once. */
export class SourceCheck {
  readonly #dir: string;
  readonly #survey: Survey;
  readonly #reader: ExportReader;
  readonly #files: Files;
  #modules: ReadonlyMap<string, Reachable> = new Map();
  readonly #usages = new Map<string, readonly Usage[]>();
  readonly #looked = new Map<string, Looked>();
  readonly #problems: Problem[];
  readonly #reading = new UsageReader(sourceRules);

  constructor(dir: string, survey: Survey) {
    this.#dir = dir;
    this.#survey = survey;
    this.#problems = [...survey.problems];
    const resolve: Files["resolve"] = async (specifier, from) => survey.imports.get(from)?.get(specifier);
    this.#reader = new ExportReader(dir, resolve);
    this.#files = this.#reader.files;
  }

  /** Reads the routes (relative to the project), and of the other modules those that may say something. */
  async open(routes: readonly string[]): Promise<void> {
    const broken = new Set(
      this.#survey.problems.flatMap((each) => (each.broken ? join(this.#dir, each.file) : [])),
    );
    const telling: string[] = [];
    for (const path of this.#survey.imports.keys()) {
      if (!CODE.test(path) || broken.has(path)) continue;
      const text = readFileSync(path, "utf8");
      if (this.#reading.mayUse(text)) telling.push(path);
      // oxlint-disable-next-line no-await-in-loop -- they are parsed one after the other
      if (REEXPORT.test(text)) await this.#readReexports(path, broken);
    }
    const modules = new Map<string, Reachable>();
    for (const path of modulesTowards(telling, this.#survey)) {
      if (broken.has(path) || !CODE.test(path)) continue;
      // oxlint-disable-next-line no-await-in-loop -- they are parsed one after the other
      const file = await this.#open(path);
      if (file !== undefined) modules.set(path, reachable(file, this.#survey));
    }
    this.#modules = modules;
    for (const route of routes) {
      const file = broken.has(join(this.#dir, route)) ? undefined : await this.#open(join(this.#dir, route));
      if (file !== undefined) this.#looked.set(route, await lookAt(file, this.#files));
    }
    const handlers = new Set<Node>();
    for (const { definition } of this.#looked.values()) {
      const handler = functionOf(definition);
      if (handler !== undefined) handlers.add(handler.node);
    }
    for (const path of telling) {
      const module = modules.get(path);
      if (module !== undefined) this.#usages.set(path, this.#reading.usagesOf(module.file, handlers));
    }
  }

  /** `export { a } from` is left as it is in TypeScript, where it may be a type: Node then refuses to link the module. */
  async #readReexports(path: string, broken: ReadonlySet<string>): Promise<void> {
    const file = await this.#open(path);
    for (const exported of file?.exports.values() ?? []) {
      if (exported.kind !== "from" || exported.name === "*") continue;
      const { name, source, node } = exported;
      const target = this.#survey.imports.get(path)?.get(source);
      if (target === undefined || !CODE.test(target) || broken.has(target)) continue;
      // oxlint-disable-next-line no-await-in-loop -- few files have one
      const names = await knownNames(await this.#reader.open(target), this.#files);
      if (names === undefined || names.has(name)) continue;
      const lacks = `${sourceName(this.#dir, target)} does not export "${name}".`;
      const cure =
        name === "default" ? "" : ` If it is a type, write: export type { ${name} } from "${source}";`;
      const message = lacks + cure;
      this.#problems.push({ ...this.#reader.spotAt(file!, node.start), message, broken: false });
    }
  }

  /**
   * What there is to say of any file that is run here, with all that it imports.
   *
   * @param isNode whether it gets Node's request and response
   */
  programFindings(file: string, isNode = false): Finding[] {
    const path = join(this.#dir, file);
    const closure = this.#survey.closure(path);
    const findings: Finding[] = this.#problems
      .filter((problem) => closure.has(join(this.#dir, problem.file)))
      .map(({ file: at, line, column, message, rule }) => ({
        level: rule === undefined ? "unsupported" : "attention",
        rule: rule ?? "compile",
        file: at,
        line,
        column,
        message,
      }));
    if (!this.#modules.has(path)) return findings;
    const reached = reach(path, this.#modules);
    for (const each of reached.files) {
      const module = this.#modules.get(each)!;
      for (const { finding, at, ofMessages = false } of this.#usages.get(each) ?? [])
        if ((isNode || !ofMessages) && at.some((where) => isReached(where, module, reached)))
          findings.push(this.#place(finding, module.file));
    }
    return findings;
  }

  /** What there is to say of a route: of all that it imports, and of its exports. */
  async routeFindings(route: ClaimedRoute): Promise<Finding[]> {
    const { file, convention } = route;
    const config = this.#looked.has(file) ? await this.#config(route) : [];
    // Where the settings are not known, it is taken for what most routes are.
    const settings = Array.isArray(config) ? undefined : config.settings;
    const isNode = convention.takesNodeMessages?.(settings ?? {}) ?? false;
    const findings = this.programFindings(file, isNode);
    if (Array.isArray(config)) return [...findings, ...config];
    return [
      ...findings,
      ...(isNode ? await this.#handlerFindings(route) : []),
      ...(await this.#contextFindings(file, convention.lacks)),
      ...exportFindings(file, config, convention),
    ];
  }

  /** What there is to say of a file beside the routes, such as a middleware. */
  async companionFindings(
    file: string,
    conventions: readonly Pick<ClaimedRoute["convention"], "lacks">[],
  ): Promise<Finding[]> {
    const found = conventions.map(({ lacks }) => this.#contextFindings(file, lacks));
    return [...this.programFindings(file), ...(await Promise.all(found)).flat()];
  }

  async #contextFindings(file: string, lacks: ClaimedRoute["convention"]["lacks"]): Promise<Finding[]> {
    const module = lacks && (await this.#open(join(this.#dir, file)));
    return module === undefined
      ? []
      : contextFindings(module, lacks!).map((each) => this.#place(each, module));
  }

  async #handlerFindings(route: ClaimedRoute): Promise<Finding[]> {
    const { file } = route;
    const looked = this.#looked.get(file)!;
    const module = looked.hasDefault ? undefined : await this.#open(join(this.#dir, file));
    const note = await handlerNote(route, looked, module, this.#files);
    if (note === undefined) return [];
    const { level, rule, message, offset }: SourceNote = note;
    if (offset !== undefined) return [this.#place({ level, rule, message, offset }, looked.definition!.file)];
    return [{ level, rule, file, line: 1, column: 1, message }];
  }

  /** The settings of a route, or what is wrong with them. */
  async #config(route: ClaimedRoute): Promise<StaticConfig | Finding[]> {
    try {
      return await readStaticConfig(this.#reader, route);
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      const rule = error.code === "ROUTE_CONFIG" ? "config" : "compile";
      return (error.errors ?? [error]).map((each) => {
        const spot = each instanceof ConfigError ? each.spot : { file: route.file, line: 1, column: 1 };
        const message = each instanceof ConfigError ? each.reason : each.message;
        return { level: "unsupported", rule, ...spot, message };
      });
    }
  }

  async #open(path: string): Promise<ModuleFile | undefined> {
    try {
      return await this.#reader.open(path);
    } catch (error) {
      // The compiler has reported it.
      if (error instanceof RouteError) return undefined;
      throw error;
    }
  }

  #place({ offset, ...finding }: Usage["finding"], file: ModuleFile): Finding {
    return { ...finding, ...this.#reader.spotAt(file, offset) };
  }
}

const REEXPORT = /\bexport\s*\{[^}]*\}\s*from\b/;
const CODE = /\.[cm]?[jt]sx?$/;

function isReached(where: Node | number, { parts }: Reachable, reached: Reached): boolean {
  if (typeof where !== "number") return reached.parts.has(where);
  const part = parts.at(where);
  return part !== undefined && reached.parts.has(part);
}
