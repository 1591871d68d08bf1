/** A node of a program, as ESTree has it, with the nodes of TypeScript and JSX. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** What is inside a node, in the order of its fields. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) for (const item of value as unknown[]) push(children, item);
    else push(children, value);
  }
  return children;
}

function push(children: Node[], value: unknown): void {
  if (typeof value === "object" && value !== null && "type" in value && "start" in value)
    children.push(value as Node);
}

/** A field that holds a node; `undefined` where it is empty. */
export function nodeAt(node: Node, field: string): Node | undefined {
  return (node[field] as Node | null | undefined) ?? undefined;
}

/** A field that holds a list of nodes, which may have gaps: `[, a] = list`. */
export function nodesAt(node: Node, field: string): Node[] {
  return ((node[field] ?? []) as (Node | null)[]).filter((item) => item !== null);
}

/** The name of an identifier, or the text of a string literal. */
export function nameOf(node: Node | undefined): string | undefined {
  const name = node?.["name"];
  const value = node?.["value"];
  return typeof name === "string" ? name : typeof value === "string" ? value : undefined;
}

/** The name of a property: that of `a.name`, `a["name"]` and `{ name: 1 }`; `undefined` for `a[name]`. */
export function propertyName(node: Node, field: "key" | "property"): string | undefined {
  const key = nodeAt(node, field);
  if (node["computed"] === true && key?.type !== "Literal") return undefined;
  return typeof key?.["value"] === "number" ? String(key["value"]) : nameOf(key);
}

/** TypeScript's wrappers, which do nothing at run time: `x as T`, `x satisfies T`, `<T>x`, `x!`, `f<T>`. */
const WRAPPERS = new Set([
  "ChainExpression",
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSInstantiationExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

export function isWrapper({ type }: Node): boolean {
  return WRAPPERS.has(type);
}

/** An expression without what TypeScript has put around it. */
export function unwrapped(node: Node): Node {
  let inner = node;
  while (WRAPPERS.has(inner.type)) inner = inner["expression"] as Node;
  return inner;
}

const FUNCTIONS = new Set(["ArrowFunctionExpression", "FunctionDeclaration", "FunctionExpression"]);

export function isFunction({ type }: Node): boolean {
  return FUNCTIONS.has(type);
}

/** The text of a string, or of a template without expressions. */
export function textOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const bare = unwrapped(node);
  if (bare.type === "Literal" && typeof bare["value"] === "string") return bare["value"];
  if (bare.type !== "TemplateLiteral" || nodesAt(bare, "expressions").length > 0) return undefined;
  return cookedOf(nodesAt(bare, "quasis")[0]!);
}

/** The text of a part of a template. */
export function cookedOf(quasi: Node): string {
  return (quasi["value"] as { cooked: string }).cooked;
}
