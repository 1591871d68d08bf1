import { type Declaration, membersOfEnum, sourceOf } from "./scope.ts";
import type { ModuleSyntax } from "./module.ts";
import { cookedOf, isFunction, type Node, nameOf, nodeAt, nodesAt, propertyName, unwrapped } from "./node.ts";
import { binary, DYNAMIC, isData, isPrimitive, unary } from "./operators.ts";
import type { ParsedSource } from "./parse.ts";

/** A file that is read as a module. */
export interface ModuleFile extends ParsedSource, ModuleSyntax {
  /** Absolute. */
  readonly file: string;
}

/** An expression, and the file that it is in. */
export interface Located {
  readonly file: ModuleFile;
  readonly node: Node;
}

/** The value of an expression, as far as it is written in the sources. */
export interface Value {
  /** Data; a function that throws in place of a function; or `DYNAMIC`. */
  readonly value: unknown;
  readonly node: Node;
  readonly file: ModuleFile;
  /** Of an object or an array, by key. */
  readonly members?: ReadonlyMap<string, Value>;
}

/** How values are followed from file to file. */
export interface Files {
  /** The local file that an import means; `undefined` for a package, and where there is none. */
  resolve(specifier: string, from: string): Promise<string | undefined>;
  open(file: string): Promise<ModuleFile>;
  /**
   * What another module gives under a name; `undefined` where it exports none of that name.
   *
   * @param seen what is being followed already: files may take values from each other in a circle
   */
  valueFrom(
    importer: ModuleFile,
    source: string,
    name: string,
    node: Node,
    seen: ReadonlySet<string>,
  ): Promise<Value | undefined>;
}

/** In the place of a function of the program, which is not run. */
function unknownFunction(): never {
  throw new TypeError("This function is only known by its source.");
}

/**
 * The value of an expression that is written as data: no calls, no getters. Names are followed to what
 * they are declared as, also in other files.
 */
export async function evaluate(
  expression: Node,
  file: ModuleFile,
  files: Files,
  seen: ReadonlySet<string> = new Set(),
): Promise<Value> {
  const node = unwrapped(expression);
  const result = (value: unknown, members?: ReadonlyMap<string, Value>): Value => {
    const isKnown = members === undefined || [...members.values()].every((each) => each.value !== DYNAMIC);
    return { value: isKnown ? value : DYNAMIC, node, file, ...(members && { members }) };
  };
  const inner = (part: Node): Promise<Value> => evaluate(part, file, files, seen);
  if (isFunction(node)) return result(unknownFunction);
  switch (node.type) {
    case "Literal":
      return result("bigint" in node || "regex" in node ? DYNAMIC : node["value"]);
    case "TemplateLiteral":
      return result(await textOfTemplate(node, inner));
    case "ArrayExpression":
      return arrayValue(node, inner, result);
    case "ObjectExpression":
      return objectValue(node, inner, result);
    case "UnaryExpression":
      return result(unary(node["operator"] as string, (await inner(node["argument"] as Node)).value));
    case "BinaryExpression": {
      const [left, right] = await Promise.all([inner(node["left"] as Node), inner(node["right"] as Node)]);
      return result(binary(node["operator"] as string, left.value, right.value));
    }
    case "MemberExpression": {
      const name = propertyName(node, "property");
      return name === undefined ? result(DYNAMIC) : memberValue(node, name, file, files, seen);
    }
    case "Identifier": {
      const declaration = file.bindings.declarationOf(node);
      if (declaration !== undefined) return valueOfDeclaration(declaration, node, file, files, seen);
      const name = node["name"] as string;
      return result(CONSTANTS.has(name) ? CONSTANTS.get(name) : DYNAMIC);
    }
    case "ClassDeclaration":
    case "ClassExpression":
      return result(unknownFunction);
    default:
      return result(DYNAMIC);
  }
}

async function textOfTemplate(node: Node, inner: (part: Node) => Promise<Value>): Promise<unknown> {
  const parts = await Promise.all(nodesAt(node, "expressions").map(inner));
  if (!parts.every(({ value }) => isPrimitive(value))) return DYNAMIC;
  const texts = nodesAt(node, "quasis").map(cookedOf);
  return texts.map((text, index) => text + (parts[index] ? String(parts[index].value) : "")).join("");
}

async function arrayValue(
  node: Node,
  inner: (part: Node) => Promise<Value>,
  result: (value: unknown, members?: ReadonlyMap<string, Value>) => Value,
): Promise<Value> {
  const elements = node["elements"] as (Node | null)[];
  if (elements.includes(null)) return result(DYNAMIC);
  const parts = await Promise.all(
    (elements as Node[]).map(async (element) => {
      if (element.type !== "SpreadElement") return [await inner(element)];
      const spread = await inner(element["argument"] as Node);
      return Array.isArray(spread.value) ? [...membersOf(spread).values()] : undefined;
    }),
  );
  if (parts.includes(undefined)) return result(DYNAMIC);
  const items = parts.flat() as Value[];
  const members = new Map(items.map((item, index) => [String(index), item]));
  return result(
    items.map(({ value }) => value),
    members,
  );
}

const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["NaN", NaN],
  ["Infinity", Infinity],
]);

async function objectValue(
  node: Node,
  inner: (part: Node) => Promise<Value>,
  result: (value: unknown, members?: ReadonlyMap<string, Value>) => Value,
): Promise<Value> {
  const members = new Map<string, Value>();
  for (const property of nodesAt(node, "properties")) {
    if (property.type === "SpreadElement") {
      // oxlint-disable-next-line no-await-in-loop -- the later one wins
      const spread = await inner(property["argument"] as Node);
      if (!isData(spread.value)) return result(DYNAMIC);
      for (const [name, member] of membersOf(spread)) members.set(name, member);
      continue;
    }
    const name = property.type === "Property" ? propertyName(property, "key") : undefined;
    if (name === undefined || name === "__proto__" || property["kind"] !== "init") return result(DYNAMIC);
    // oxlint-disable-next-line no-await-in-loop -- a handful, and nearly always without a file to read
    const { value, file, members: below } = await inner(property["value"] as Node);
    // Where it is written is where its key is.
    members.set(name, { value, node: property, file, ...(below && { members: below }) });
  }
  const entries = [...members].map(([name, { value }]) => [name, value]);
  return result(Object.fromEntries(entries), members);
}

async function memberValue(
  node: Node,
  name: string,
  file: ModuleFile,
  files: Files,
  seen: ReadonlySet<string>,
): Promise<Value> {
  const object = unwrapped(node["object"] as Node);
  const unknown = { value: DYNAMIC, node, file };
  const declaration = file.bindings.declarationOf(object);
  if (declaration?.kind === "import" && declaration.node.type === "ImportNamespaceSpecifier") {
    const source = sourceOf(declaration, file);
    const found = source && (await files.valueFrom(file, source, name, node, seen));
    return found || unknown;
  }
  const { members, value } = await evaluate(object, file, files, seen);
  const member = members?.get(name);
  if (member !== undefined) return member;
  return isData(value) && Object.hasOwn(value, name) ? { ...unknown, value: value[name] } : unknown;
}

/** The members of data: those of JSON are written where the whole is used. */
function membersOf({ value, members, node, file }: Value): ReadonlyMap<string, Value> {
  const entries = Object.entries(value as object);
  return members ?? new Map(entries.map(([name, each]) => [name, { value: each, node, file }]));
}

/** What a name of a file stands for, unless the program changes it. */
export async function valueOfDeclaration(
  declaration: Declaration,
  use: Node,
  file: ModuleFile,
  files: Files,
  seen: ReadonlySet<string>,
): Promise<Value> {
  const { kind, node, name } = declaration;
  const unknown = { value: DYNAMIC, node: use, file };
  const key = `${file.file}\0local ${name}`;
  if (declaration.written || seen.has(key)) return unknown;
  const path = new Set([...seen, key]);
  if (kind === "function" || kind === "class") return { value: unknownFunction, node, file };
  if (kind === "enum") return enumValue(node, file, files, path);
  if (kind === "import") {
    const source = sourceOf(declaration, file);
    if (source === undefined || node.type === "ImportNamespaceSpecifier") return unknown;
    const imported = nodeAt(node, "imported");
    const from = imported === undefined ? "default" : nameOf(imported)!;
    return (await files.valueFrom(file, source, from, use, path)) ?? unknown;
  }
  const isPlain = node.type === "VariableDeclarator" && (node["id"] as Node).type === "Identifier";
  const init = isPlain ? nodeAt(node, "init") : undefined;
  return init === undefined ? unknown : evaluate(init, file, files, path);
}

async function enumValue(
  node: Node,
  file: ModuleFile,
  files: Files,
  seen: ReadonlySet<string>,
): Promise<Value> {
  const members = new Map<string, Value>();
  let next: unknown = 0;
  for (const member of membersOfEnum(node)) {
    const name = nameOf(nodeAt(member, "id"));
    const initializer = nodeAt(member, "initializer");
    // oxlint-disable-next-line no-await-in-loop -- each may count on from the one before
    const given = initializer && (await evaluate(initializer, file, files, seen));
    const value: unknown = given === undefined ? next : given.value;
    next = typeof value === "number" ? value + 1 : DYNAMIC;
    if (name !== undefined) members.set(name, { value, node: member, file });
  }
  return { value: DYNAMIC, node, file, members };
}
