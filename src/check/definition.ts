import { type Declaration, sourceOf } from "../syntax/bindings.ts";
import { isFunction, type Node, nameOf, nodeAt, nodesAt, unwrapped } from "../syntax/node.ts";
import type { Files, Located, ModuleFile } from "../syntax/values.ts";

/**
 * What a file exports under a name, followed through names and files to where it is written; `undefined` where it
 * exports nothing of that name, or only the running program knows.
 */
export async function definitionOf(
  file: ModuleFile,
  name: string,
  files: Files,
  seen: ReadonlySet<string> = new Set(),
): Promise<Located | undefined> {
  const key = `${file.file}\0${name}`;
  if (seen.has(key)) return undefined;
  const path = new Set([...seen, key]);
  const exported = file.exports.get(name);
  if (exported === undefined) {
    for (const source of name === "default" ? [] : file.stars) {
      // oxlint-disable-next-line no-await-in-loop -- the first that has the name gives it
      const found = await imported(file, source, name, files, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  switch (exported.kind) {
    case "expression":
      return follow({ file, node: exported.node }, files, path);
    case "local": {
      const declaration = file.bindings.top.get(exported.name);
      return declaration && declared(declaration, file, files, path);
    }
    case "from":
      return imported(file, exported.source, exported.name, files, path);
    case "unknown":
      return undefined;
  }
}

/** An expression behind the names that stand for it. */
export async function follow(
  { file, node }: Located,
  files: Files,
  seen: ReadonlySet<string> = new Set(),
): Promise<Located | undefined> {
  const expression = unwrapped(node);
  if (expression.type !== "Identifier") return { file, node: expression };
  const declaration = file.bindings.declarationOf(expression);
  return declaration && declared(declaration, file, files, seen);
}

async function declared(
  declaration: Declaration,
  file: ModuleFile,
  files: Files,
  seen: ReadonlySet<string>,
): Promise<Located | undefined> {
  const { kind, node, written } = declaration;
  if (kind === "function" || kind === "class") return { file, node };
  if (kind === "import") {
    const source = sourceOf(declaration, file);
    if (source === undefined || node.type === "ImportNamespaceSpecifier") return undefined;
    const name = nodeAt(node, "imported");
    return imported(file, source, name === undefined ? "default" : nameOf(name)!, files, seen);
  }
  const isPlain = node.type === "VariableDeclarator" && (node["id"] as Node).type === "Identifier";
  const init = isPlain && !isReplaced(declaration, written) ? nodeAt(node, "init") : undefined;
  return init && follow({ file, node: init }, files, seen);
}

/** A member that is set leaves a function what it is: `handler.config = …`. */
function isReplaced({ kind }: Declaration, written: boolean): boolean {
  return kind !== "const" && written;
}

async function imported(
  file: ModuleFile,
  source: string,
  name: string,
  files: Files,
  seen: ReadonlySet<string>,
): Promise<Located | undefined> {
  const path = await files.resolve(source, file.file);
  if (path === undefined || !/\.[cm]?[jt]sx?$/.test(path)) return undefined;
  return definitionOf(await files.open(path), name, files, seen);
}

/** Constructors that give functions. */
const FUNCTIONS = new Set(["Function", "Proxy"]);
/** Packages whose classes do: `new Router()` of Express. */
const PACKAGES = new Set(["express", "router", "callable-instance"]);
const DATA = new Set(["ArrayExpression", "ClassDeclaration", "ClassExpression", "ObjectExpression"]);

/** Whether what is exported is written as an object, an array, a value, a class or its instance: nothing to call. */
export async function isData({ file, node }: Located, files: Files): Promise<boolean> {
  if (DATA.has(node.type)) return true;
  if (node.type === "Literal") return !("regex" in node);
  return node.type === "NewExpression" && !(await mayBeCallable(file, node["callee"] as Node, files));
}

/** Whether instances of a class may be functions: a constructor returns them, or it cannot be known. */
async function mayBeCallable(
  file: ModuleFile,
  callee: Node,
  files: Files,
  heirs: readonly Node[] = [],
): Promise<boolean> {
  const name = unwrapped(callee);
  const root = name.type === "MemberExpression" ? unwrapped(name["object"] as Node) : name;
  const declaration = file.bindings.declarationOf(root);
  if (declaration === undefined) {
    const free = nameOf(root) ?? "";
    return FUNCTIONS.has(free) || typeof Reflect.get(globalThis, free) !== "function";
  }
  if (declaration.kind === "import") {
    const source = sourceOf(declaration, file) ?? "";
    if ((await files.resolve(source, file.file)) === undefined) return PACKAGES.has(source.split("/", 1)[0]!);
  }
  const found = root === name ? await follow({ file, node: root }, files) : undefined;
  if (found === undefined || !found.node.type.startsWith("Class") || heirs.includes(found.node)) return true;
  if (returnsValue(found.node)) return true;
  const parent = nodeAt(found.node, "superClass");
  return parent !== undefined && mayBeCallable(found.file, parent, files, [...heirs, found.node]);
}

function returnsValue(made: Node): boolean {
  const constructor = nodesAt(made["body"] as Node, "body").find(({ kind }) => kind === "constructor");
  const body = constructor && nodeAt(constructor["value"] as Node, "body");
  if (body === undefined) return false;
  return nodesAt(body, "body").some(({ type, argument }) => type === "ReturnStatement" && argument !== null);
}

/** The function that answers, where the default export is written as one. */
export function functionOf(definition: Located | undefined): Located | undefined {
  return definition !== undefined && isFunction(definition.node) ? definition : undefined;
}

/** The names under which a file exports functions. */
export async function functionsOf(file: ModuleFile, files: Files): Promise<string[]> {
  const names: string[] = [];
  for (const name of file.exports.keys()) {
    // oxlint-disable-next-line no-await-in-loop -- files with a default export do not come here
    if (functionOf(await definitionOf(file, name, files)) !== undefined) names.push(name);
  }
  return names;
}
