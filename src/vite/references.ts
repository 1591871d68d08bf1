/** A node of the ESTree that `this.parse` of a plugin gives. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** An import, or a `require`, of a module by its name. */
export interface Reference {
  readonly kind: "import" | "require";
  readonly name: string;
  /** Where the name stands, with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Whether the default export is asked for, or everything. */
  readonly takesDefault: boolean;
}

/** The import that a node is, whatever its form. */
export function referenceOf(node: Node): Reference | undefined {
  const { type } = node;
  if (type === "CallExpression" && (node["callee"] as Node)["name"] === "require") {
    const [argument] = node["arguments"] as Node[];
    return referenceTo(argument, "require", false);
  }
  if (type === "ImportExpression") return referenceTo(node["source"] as Node, "import", true);
  if (type === "ExportAllDeclaration")
    return referenceTo(node["source"] as Node, "import", node["exported"] !== null);
  if (type !== "ImportDeclaration" && type !== "ExportNamedDeclaration") return undefined;
  const takesDefault = (node["specifiers"] as Node[]).some(
    (specifier) =>
      /^Import(?:Default|Namespace)Specifier$/.test(specifier.type) ||
      nameOf(
        specifier["imported"] ?? (type === "ExportNamedDeclaration" ? specifier["local"] : undefined),
      ) === "default",
  );
  return referenceTo(node["source"] as Node | null, "import", takesDefault);
}

function referenceTo(
  node: Node | null | undefined,
  kind: Reference["kind"],
  takesDefault: boolean,
): Reference | undefined {
  if (node?.type !== "Literal" || typeof node["value"] !== "string") return undefined;
  return { kind, name: node["value"], start: node.start, end: node.end, takesDefault };
}

/** The name of an identifier, or the text of a literal. */
export function nameOf(node: unknown): string | undefined {
  const { name, value } = (node ?? {}) as { name?: unknown; value?: unknown };
  return typeof name === "string" ? name : typeof value === "string" ? value : undefined;
}
