import type { IncomingMessage, ServerResponse } from "node:http";
import type { CacheHolder } from "./cache/holder.ts";
import type { CompileSettings } from "./compile/settings.ts";
import type { ResponseSettings } from "./api/response-settings.ts";
import type { ApiRequest } from "./api/request.ts";
import type { ApiResponse } from "./api/response.ts";
import type { QueryParser } from "./http/query.ts";
import type { PreviewKeys } from "./api/preview-keys.ts";
import type { ReadTarget } from "./http/target.ts";
import type { Logger } from "./observe/logger.ts";
import type { Matching } from "./routing/ranked.ts";
import type { Route } from "./routing/router.ts";
import type { Segment } from "./routing/segment.ts";
import type { StageLine } from "./rules/line.ts";
import type { Params } from "./routing/trie.ts";
import type { StaticAnswer } from "./static/answers.ts";
import type { ExportedFile } from "./static/export.ts";
import type { Inspected, ProjectNote, RouteNote, SourceNote, SourceRules } from "./syntax/notes.ts";
import type { RequestSource } from "./web/request.ts";

/** One call of an endpoint: what is known beside the request and the response. */
export interface Call {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly route: ServedRoute;
  readonly params: Params;
  /** The path and query that the route answers: `req.url`, unless a rewrite gave another one. */
  readonly url: string;
  /** The path and query that the client asked for, with the base path and the locale that `req.url` is without. */
  readonly asked: string;
  /** Fires when the answer can no longer be completed: the client left, or the time is up. Made on first read. */
  readonly signal: AbortSignal;
  /** Keeps the process until this work is done, after the answer. */
  waitUntil(work: PromiseLike<unknown>): void;
  /** Makes an error response of what goes wrong after the endpoint has returned. */
  fail(error: unknown): void;
}

/** Gets Node's own request and response, with the members of `ApiRequest` and `ApiResponse` on them. */
export interface NodeEndpoint {
  readonly kind: "node";
  /** May return a promise. What it throws or rejects with becomes an error response. */
  handle(req: ApiRequest, res: ApiResponse, call: Call): unknown;
}

/** Gets a web `Request`, and returns the `Response` to send. */
export interface WebEndpoint {
  readonly kind: "web";
  readonly settings: ResponseSettings;
  /** The size in bytes from which a body is refused with 413. Default: no limit. */
  readonly bodyLimit?: number | undefined;
  /** Seconds that a complete answer may take. Default: no limit. */
  readonly maxDuration?: number | undefined;
  /** The answer to an error that the endpoint throws. Default: the text `Internal Server Error`. */
  readonly failed?: Answer | undefined;
  /** Makes the request, where it is more than the web's. */
  readonly request?: ((source: RequestSource, call: Call) => Request) | undefined;
  handle(request: Request, call: Call): Response | Promise<Response>;
  /**
   * Makes the answers that are the same for all requests, for a build; `"dynamic"` where the route turns out to have none.
   *
   * @throws what the route fails with
   */
  readonly prerender?:
    | (() => Promise<readonly StaticAnswer[] | "dynamic"> | AsyncIterable<StaticAnswer>)
    | undefined;
}

/** What answers the requests of a route. */
export type Endpoint = NodeEndpoint | WebEndpoint;

/** An endpoint as the pipeline calls it: a web endpoint has the bridge of `pipeline/web` around it. */
export type RouteHandler = (req: ApiRequest, res: ApiResponse, call: Call) => unknown;

/** A route and what answers it. */
export interface ServedRoute extends Route {
  readonly handle: RouteHandler;
  readonly failed?: Answer | undefined;
}

/** An answer that a convention gives by itself. */
export interface Answer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A file and the route that it serves, by the convention that claimed it. */
export interface ClaimedRoute extends Route {
  readonly convention: OpenConvention;
}

/** A route that is not a file, and what answers it. */
export interface GivenRoute extends Route {
  readonly endpoint: Endpoint;
}

/** Finds routes by their paths. */
export interface Lookup {
  find(path: string): { readonly route: LoadedRoute; readonly params: Params } | symbol | undefined;
  /** The first route of a path that `accepts` takes. */
  findNext(
    path: string,
    accepts: (route: LoadedRoute) => boolean,
  ): { readonly route: LoadedRoute; readonly params: Params } | undefined;
}

/** A route whose module may still have to be loaded. */
export interface LoadedRoute extends ServedRoute {
  load?(): Promise<unknown>;
}

/** What a stage before the routes decides: go on, an answer has begun, or match this path and query instead. */
export type Verdict = undefined | "answered" | { readonly url: string };

/** Whether a route answers a path and query. */
export type Exists = (url: string) => boolean;

/** A step of a request outside of the routes: rules of a config, middleware. */
export interface Stage {
  readonly name: string;
  /**
   * @param url the path and query to match, as rewritten so far; the path is plain (see `Surroundings.target`)
   * @throws what becomes an error response: a check that fails never lets the request past
   */
  run(req: IncomingMessage, res: ServerResponse, url: string, exists: Exists): Verdict | Promise<Verdict>;
  /** What `run` would do, without doing it, line by line. No line of the project runs. */
  explain?(req: IncomingMessage, url: string, exists: Exists): Explained | Promise<Explained>;
}

/** What a stage would do to a request. */
export interface Explained {
  readonly lines: readonly StageLine[];
  readonly verdict: Verdict;
}

/** Files of a project (absolute) that are ready to be imported. */
export interface Modules {
  /** @throws RouteError that names file and line */
  import(file: string): Promise<unknown>;
  /** Stays the same for as long as the file and all that it imports do. */
  version(file: string): string | undefined;
}

/** What surrounds the routes of a project. A project without any has none of this, and pays nothing for it. */
export interface Surroundings {
  /** The path that a request target stands for, or where to redirect it. Default: no slash at the end, as in Next. */
  readonly target?: ReadTarget | undefined;
  /** The path that all others are below, such as `/shop`, for hosts that mount the handler there. */
  readonly base?: string | undefined;
  /** The path that the routes know, or `undefined` where it can be none of theirs. Default: the path itself. */
  readonly route?: ((path: string, isRewritten: boolean) => string | undefined) | undefined;
  /** The path and query that a route gets as `req.url`. Default: as the client sent them. */
  readonly own?: ((url: string) => string) | undefined;
  /** Whether a stage may hand connections over to another server, such as those of WebSocket. */
  readonly forwards?: boolean | undefined;
  /** What the stages do, in order, as `pages-api routes` shows it. */
  readonly lines?: readonly StageLine[] | undefined;
  /** Run for each request: redirects and headers, middleware, rewrites before files. */
  readonly before: readonly Stage[];
  /** Run where no static route matches. */
  readonly afterFiles: readonly Stage[];
  /** Run where no route matches at all. */
  readonly fallback: readonly Stage[];
  /** Called with the modules of the companions, when they are compiled, and again when the project has changed. */
  load?(modules: Modules): void;
}

/** The file that a project starts with, before its routes, and that is notified of their failures. */
export interface Startup {
  /**
   * The file, relative to the project, where there is one.
   *
   * @param routes the files of its routes: it may be beside their folder
   * @param built what a build says, where the disk does not decide
   */
  find(routes: readonly string[], built?: Pick<Project, "files" | "pageExtensions">): string | undefined;
  /**
   * Runs the file, and waits until it is done. Once, and again where the file or what it imports has changed.
   *
   * @throws RouteError for a file that does not load, or fails
   */
  load(modules: Modules, file: string | undefined): Promise<void>;
  /** Notifies it of the error of a route. The answer does not wait for it; a shutdown does. */
  report(this: void, error: unknown, req: IncomingMessage, route: Pick<Route, "pattern" | "file">): void;
}

/** A project as a convention looks at it. */
export interface Project {
  /** Absolute. */
  readonly dir: string;
  readonly dev: boolean;
  /** Where a build is served: the files it was made of, relative to the project. Sources need not exist then. */
  readonly files?: readonly string[] | undefined;
  /** What a build says about extensions of route files. */
  readonly pageExtensions?: readonly string[] | undefined;
}

/** What the server gives to conventions: its options, and how to load a module of the project. */
export interface Services extends Pick<ResponseSettings, "compress" | "dev" | "logger"> {
  readonly queryParser: QueryParser;
  /** The keys of preview cookies. To be called when a route is bound, not before. */
  readonly preview: () => PreviewKeys;
  /** Makes the answer of a path anew, for `res.revalidate()`. */
  readonly revalidate?: ResponseSettings["revalidate"];
  /** Keeps the process until this work is done. */
  waitUntil(work: PromiseLike<unknown>): void;
  /** The option of this name: `false` leaves the project's middleware out. */
  readonly middleware?: boolean | undefined;
  /** Whether `compress` is what an option says. */
  readonly isCompressGiven?: boolean | undefined;
  /** Whether only a build's answers are made: what requests alone need may be missing, such as secrets. */
  readonly building?: boolean | undefined;
  /** The option of this name. */
  readonly nextConfig?: Readonly<Record<string, unknown>> | string | false | undefined;
  /** The cache of the server; a convention says what its framework's config wants of it. */
  readonly cache: CacheHolder;
  /** The option of this name. */
  readonly pageExtensions?: readonly string[] | undefined;
  /** The option of this name. */
  readonly methodNotAllowed?: boolean | undefined;
  /**
   * Loads a file of the project (absolute), compiled as routes are, such as its framework's config.
   *
   * @param settings how it is compiled, where the convention is not open yet
   * @throws RouteError that names file and line. Where files are only looked at (`check`, `routes`), it is absent.
   */
  readonly load?: ((file: string, settings?: CompileSettings) => Promise<unknown>) | undefined;
  /** Loads the framework's config by itself, where files are only looked at. */
  readonly loadConfig?: ((file: string, settings: CompileSettings) => Promise<unknown>) | undefined;
}

/** What a file exports, by name: a module, or what is written in the file (`syntax/`). */
export type Exports = Readonly<Record<string, unknown>>;

/** A way of writing routes as files, such as `pages/api`. */
export interface Convention {
  /** As users write it: `conventions: ["pages-api"]`. */
  readonly name: string;
  /** Conventions of one framework share a project. */
  readonly framework: string;
  /** The folders that its routes usually are in, and the path that all of them begin with: `/api`, or `/` for any. */
  readonly usual: { readonly folders: readonly string[]; readonly path: string };
  /** What `check` looks for in the sources of any project. */
  readonly sources?: readonly SourceRules[];
  /** Whether the project has files of this convention. */
  detect(project: Project): boolean | Promise<boolean>;
  /** Reads the framework's config once. Opened again when a file of `watch` changes, in development. */
  open(project: Project, services: Services): OpenConvention | Promise<OpenConvention>;
}

/** Which files of a project are routes. */
interface RouteFiles {
  /** Folders below the project that may hold the routes; the first that exists is taken. */
  readonly roots: readonly string[];
  /** The folder below a root that its routes are in, for messages; empty for the root itself. */
  readonly folder: string;
  /**
   * The segments of the route in this file (relative to the root, with `/`), or `undefined` if it is not a route.
   *
   * @param path the same file, relative to the project
   */
  claim(file: string, path?: string): readonly Segment[] | undefined;
  /** Whether the route of a file (relative to the project) depends on what is written in it: a build notes it. */
  claimsByText?(path: string): boolean;
  /** Whether a file (relative to the project) is not a program: it is sent as it is. */
  isData?(path: string): boolean;
  /** Why none of the files in its folders may be a route, in a sentence, for the error of a project without routes. */
  readonly otherFiles?: string | undefined;
  /** How paths are matched, where it is not by precedence at each level of the tree. */
  readonly matching?: Matching<Route> | undefined;
  /** Orders files that claim the same route: the first one serves. */
  compare(fileA: string, fileB: string): number;
  /** Why two files (relative to the project) may not have one route. Default: a warning; the first one serves. */
  conflict?(fileA: string, fileB: string): string | undefined;
}

/** What the exports of a route file mean: read once, for loading, building and checking. */
interface RouteReading<Config> {
  /**
   * Decides, once, what a file's exports say about its route.
   *
   * @throws RouteError `ROUTE_CONFIG` that says which value is wrong, and what to write instead
   */
  configure(exports: Exports, file: string): Config;
  /**
   * What `pages-api routes` shows of a route's settings: all of them, and in a few words those that are not as in
   * every route.
   */
  describe?(config: Config): {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly words: readonly string[];
  };
  /**
   * The methods that a route answers, by the names that it exports. Default: all that it is sent.
   *
   * @param file relative to the project
   */
  methods?(names: ReadonlySet<string>, file: string): readonly string[];
  /** Where a handler gets the params of its route, for `pages-api types`: `req.query`, or a second argument. */
  readonly params?: "query" | "context";
  /** What `pages-api check` says of a route by its exports, and by its config where it is known. */
  inspect?(exports: Exports, config: Config | undefined): readonly RouteNote[];
  /** Members of the first argument of a route's functions that cannot be used here, and what to use instead: for `check`. */
  readonly lacks?: Readonly<Record<string, string>> | undefined;
  /** Whether the default export gets Node's messages in this route: `check` looks at what it does with them. */
  takesNodeMessages?(config: Config): boolean;
  /** What `check` says of the default export of such a route. */
  inspectHandler?(inspected: Inspected): SourceNote | undefined;
  /** Decides, once at load, all that does not depend on the request. Throws a RouteError for a bad module. */
  bind(module: unknown, route: Route, config: Config): Endpoint;
}

/** The answers that a build makes. */
interface Prerendering<Config> {
  /** Whether routes may have answers that a build makes: their modules run in it. */
  readonly prerenders?: boolean | undefined;
  /** Whether a route with this config may; of others a build runs nothing. Default: all may. */
  mayPrerender?(config: Config): boolean;
  /**
   * The files that the framework writes of static answers, for other servers.
   *
   * @param isWhole whether no route of the convention is answered live
   */
  exported?(answers: readonly StaticAnswer[], isWhole: boolean): AsyncIterable<ExportedFile>;
  /** The folder (absolute) that a build writes the static answers into as files, where the framework's config wants it. */
  readonly exportDir?: string | undefined;
}

/** What there is beside the files of routes. */
interface AroundRoutes {
  /** Shared by conventions that have one framework config: the same object. */
  readonly surroundings?: Surroundings | undefined;
  /** Answers what no route matches. Default: 404 in the form of the pipeline. */
  readonly unmatched?: Endpoint | undefined;
  /** Routes that are not files, such as redirects of a config. */
  readonly routes?: readonly GivenRoute[] | undefined;
  /** Takes the routes of the project, whenever they have been read, to look up other routes than the one that answers. */
  connect?(routes: Lookup): void;
  /** Files beside the routes that are compiled with them, relative to the project: a config, a middleware. */
  readonly companions?: readonly string[] | undefined;
  /** The one of them that is the middleware. */
  readonly middleware?: string | undefined;
  readonly compile?: CompileSettings | undefined;
  /** Files and folders, relative to the project, that a server reads beside the routes: a deployed project needs them. */
  readonly assets?: readonly string[] | undefined;
  /** Files (absolute) whose change opens the convention again, in development; they need not exist. */
  readonly watch?: readonly string[] | undefined;
}

/** What is reported of a project: by `check`, and at start. */
interface ProjectNotes {
  /** Whether a file (relative to the root) is a page of the framework, which is not served here: the start says so. */
  isPage?(this: void, file: string): boolean;
  /** A folder whose files the framework serves as they are, which is not done here: the start says so. */
  readonly publicDir?: string | undefined;
  /** What `pages-api check` says of the project, beside its routes. */
  readonly notes?: readonly ProjectNote[] | undefined;
  /** What `pages-api check` says of files (relative to the project) that are not routes, such as pages that are not served. */
  readonly remarks?: readonly (RouteNote & { readonly file: string })[] | undefined;
}

/** A convention in one project: which files are routes, and how a loaded module answers a request. */
export interface OpenConvention<Config = any>
  extends RouteFiles, RouteReading<Config>, Prerendering<Config>, AroundRoutes, ProjectNotes {
  readonly name: string;
}

/** The conventions of a project, taken together. */
export interface OpenProject {
  readonly conventions: readonly OpenConvention[];
  readonly surroundings: Surroundings | undefined;
  readonly unmatched?: Endpoint | undefined;
  readonly routes?: readonly GivenRoute[] | undefined;
  readonly compile: CompileSettings;
  readonly notes?: readonly ProjectNote[];
  readonly companions: readonly string[];
  readonly middleware?: string | undefined;
  readonly assets?: readonly string[] | undefined;
  readonly watch: readonly string[];
}

export type { Logger, Params, ProjectNote, Route, RouteNote, Segment, SourceNote, SourceRules, StageLine };
