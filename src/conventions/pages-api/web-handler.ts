import { childrenOf, type Node, nameOf, nodeAt, nodesAt, propertyName } from "../../syntax/node.ts";
import type { SourceNote } from "../../convention.ts";
import type { Located, ModuleFile } from "../../syntax/values.ts";

/** What Node's requests do not have. */
const MEMBERS = new Set(["json", "text", "formData", "arrayBuffer", "blob", "bytes", "clone", "nextUrl"]);
const HEADERS = new Set(["get", "has", "entries", "forEach"]);

/** A handler whose first param has the type of a web request: it gets Node's, as in Next without the edge runtime. */
export function webRequestNote({ file, node: fn }: Located): SourceNote | undefined {
  const [param] = nodesAt(fn, "params");
  const type = param && typeOf(param);
  if (type === undefined || (type === "Request" && declaresRequest(file))) return undefined;
  const used =
    param!.type === "ObjectPattern"
      ? nodesAt(param!, "properties").some((each) => isWeb(propertyName(each, "key")))
      : usesWeb(fn, param!, file);
  const message =
    `The handler asks for a ${type}, and gets Node's request, as in Next without the edge runtime. Write ` +
    "`(req: NextApiRequest, res: NextApiResponse)`: the body is in req.body, and res.json() answers.";
  return { level: used ? "unsupported" : "attention", rule: "web-request", message, offset: param!.start };
}

function isWeb(name: string | undefined): boolean {
  return name !== undefined && MEMBERS.has(name);
}

function typeOf(param: Node): "NextRequest" | "Request" | undefined {
  const type = nodeAt(nodeAt(param, "typeAnnotation") ?? param, "typeAnnotation");
  if (type?.type !== "TSTypeReference" || nodeAt(type, "typeArguments") || nodeAt(type, "typeParameters"))
    return undefined;
  const name = nameOf(nodeAt(type, "typeName"));
  return name === "Request" || name === "NextRequest" ? name : undefined;
}

/** `Request` of another framework, or of the project's own. */
function declaresRequest({ program }: ModuleFile): boolean {
  return nodesAt(program, "body").some((statement) => {
    const declared = nodeAt(statement, "declaration") ?? statement;
    if (nameOf(nodeAt(declared, "id")) === "Request") return true;
    return nodesAt(statement, "specifiers").some((each) => nameOf(nodeAt(each, "local")) === "Request");
  });
}

function usesWeb(fn: Node, param: Node, { bindings }: ModuleFile): boolean {
  const isParam = (node: Node | undefined): boolean =>
    node !== undefined && bindings.declarationOf(node)?.node === param;
  const memberOf = (node: Node | undefined): string | undefined =>
    node?.type === "MemberExpression" && isParam(nodeAt(node, "object"))
      ? propertyName(node, "property")
      : undefined;
  const isUse = (node: Node): boolean => {
    if (isWeb(memberOf(node))) return true;
    if (node.type === "VariableDeclarator" && isParam(nodeAt(node, "init"))) {
      const taken = nodesAt(node["id"] as Node, "properties");
      return taken.some((each) => isWeb(propertyName(each, "key")));
    }
    if (node.type === "NewExpression")
      return nameOf(nodeAt(node, "callee")) === "URL" && memberOf(nodesAt(node, "arguments")[0]) === "url";
    const isHeader = node.type === "MemberExpression" && memberOf(nodeAt(node, "object")) === "headers";
    return isHeader && HEADERS.has(propertyName(node, "property") ?? "");
  };
  const visit = (node: Node): boolean => isUse(node) || childrenOf(node).some(visit);
  return visit(fn["body"] as Node);
}
