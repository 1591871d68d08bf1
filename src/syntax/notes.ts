import type { Located } from "./values.ts";

/** What a convention says of a route without running it. */
export interface RouteNote {
  readonly level: "attention" | "unsupported";
  /** Which rule it is of; stays the same from version to version. */
  readonly rule: string;
  /** What is there, and what to do. */
  readonly message: string;
  /** The export, or a member of it, that it is about: `config.regions`. Default: the file. */
  readonly key?: string;
}

/** The same of a place in a source. */
export interface SourceNote extends RouteNote {
  /** Where it is in the text; default: at its beginning. */
  readonly offset?: number;
}

/** The exports of a route's file, as they are written. */
export interface Inspected {
  readonly pattern: string;
  /** Where the default export is written, as far as that is known. */
  readonly definition: Located | undefined;
  /** Whether it may be a function. */
  readonly isCallable: boolean;
  /** Names of the functions that are exported where there is no default. */
  readonly functions: readonly string[];
}

/** A place where a source names a member of what may be Node's request or response. */
export interface MemberUse {
  readonly name: string;
  /** `a.name(…)`, `a.name`, or `const { name } = a`. */
  readonly kind: "access" | "call" | "pattern";
  /** Which of them it is a member of; `undefined` where that is not known. */
  readonly of: "request" | "response" | undefined;
  /** The first argument of the call, where it is a text. */
  readonly argument: string | undefined;
}

/** What sources use of a framework and is missing here, or not the same: `pages-api check` looks for it in all of a program. */
export interface SourceRules {
  /** Texts of which a source has one where there is anything to report: others are not parsed. */
  readonly words: readonly string[];
  /** What there is to say of a module that is imported. */
  ofModule?(specifier: string): RouteNote | undefined;
  /** The same of a member of `require`, such as `require.context`, that is called. */
  ofRequire?(member: string): RouteNote | undefined;
  /** The same of a member of Node's request or response. */
  ofMember?(use: MemberUse): RouteNote | undefined;
  /** Names of imported types of web requests: params in such a source may not be Node's requests. */
  readonly webRequests?: readonly string[];
}

/** The same of a file that is not a route, such as the config of a framework. */
export interface ProjectNote extends RouteNote {
  /** Relative to the project. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}
