import { RouteError } from "../../../error.ts";
import type { Exports } from "../../../convention.ts";
import { generatorOf, ID_PARAM, type MetadataFile, type MetadataKind } from "./claim.ts";
import { robotsText, type Robots, type Sitemap, sitemapText } from "./text.ts";

type Make = (argument?: object) => unknown;
type Params = Readonly<Record<string, unknown>>;
interface Context {
  readonly params: Promise<Params>;
}

/** Clients ask each time whether it is still the same. */
const CACHE_CONTROL = "public, max-age=0, must-revalidate";
const TYPES: Readonly<Record<string, string>> = {
  gif: "image/gif",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webmanifest: "application/manifest+json",
  xml: "application/xml",
};

/**
 * The route module that a metadata file stands for: its GET, and what it exports beside its functions.
 *
 * @throws RouteError ROUTE_EXPORT without a default export
 */
export function metadataModule(found: MetadataFile, module: Exports, file: string): Exports {
  const { kind, name } = found;
  const headers = { "content-type": typeOf(name), "cache-control": CACHE_CONTROL };
  if (kind === "data") {
    const bytes = Buffer.from(String(module["base64"]), "base64");
    return { GET: () => new Response(bytes, { headers }) };
  }
  const { default: make, ...rest } = module;
  if (typeof make !== "function") {
    const line = `export default function ${kind === "image" ? "Image" : kind}() { … }`;
    throw new RouteError("ROUTE_EXPORT", `${file} has no default export. Write: ${line}`, { file });
  }
  const generator = generatorOf(kind);
  const generate = generator === undefined ? undefined : module[generator];
  const config = Object.fromEntries(Object.entries(rest).filter(([key]) => key !== generator));
  const several = typeof generate === "function" ? (generate as Make) : undefined;
  if (kind === "image") return { ...config, ...imageMethods(make as Make, several, file) };
  const answer = async (argument?: object): Promise<Response> => {
    const value = await (argument === undefined ? (make as Make)() : (make as Make)(argument));
    return new Response(textOf(kind, value), { headers });
  };
  if (several === undefined) return { ...config, GET: () => answer() };
  return { ...config, ...sitemapMethods(several, answer, file) };
}

/** One sitemap for each id, at `sitemap/ID.xml`. */
function sitemapMethods(
  generate: Make,
  answer: (argument: object) => Promise<Response>,
  file: string,
): Exports {
  const ids = async () => idsOf(await generate(), "generateSitemaps", file);
  return {
    async GET(_request: Request, { params }: Context) {
      const asked = String((await params)[ID_PARAM]);
      const id = (await ids()).find((each) => `${String(each)}.xml` === asked);
      return id === undefined ? notFound() : answer({ id: promised(id) });
    },
    generateStaticParams: async () => (await ids()).map((id) => ({ [ID_PARAM]: `${String(id)}.xml` })),
  };
}

function imageMethods(make: Make, generate: Make | undefined, file: string): Exports {
  if (generate === undefined) return { GET: (_request: Request, { params }: Context) => make({ params }) };
  const ids = async (params: Params) => idsOf(await generate({ params }), "generateImageMetadata", file);
  return {
    async GET(_request: Request, { params }: Context) {
      const { [ID_PARAM]: asked, ...rest } = await params;
      const id = (await ids(rest)).find((each) => String(each) === asked);
      return id === undefined ? notFound() : make({ params: Promise.resolve(rest), id: promised(id) });
    },
    generateStaticParams: async ({ params }: { params: Params }) =>
      (await ids(params)).map((id) => ({ [ID_PARAM]: String(id) })),
  };
}

function idsOf(list: unknown, generator: string, file: string): unknown[] {
  const items = Array.isArray(list) ? (list as unknown[]) : [];
  return items.map((item) => {
    const { id } = Object(item) as { id?: unknown };
    if (id !== undefined && id !== null) return id;
    throw new RouteError(
      "ROUTE_CONFIG",
      `${file}: ${generator} returned an item without an id. Write { id: 0 }.`,
      {
        file,
      },
    );
  });
}

/** An id as Next 16 gives it, a promise of a string; where it is used as it is, as in Next 15, it is the id itself. */
function promised(id: unknown): Promise<string> {
  const members = { [Symbol.toPrimitive]: () => id, toString: () => String(id), toJSON: () => id };
  return Object.assign(Promise.resolve(String(id)), members);
}

function notFound(): Response {
  return new Response("Not Found", { status: 404 });
}

function textOf(kind: MetadataKind, value: unknown): string {
  if (kind === "robots") return robotsText(value as Robots);
  return kind === "sitemap" ? sitemapText(value as Sitemap) : JSON.stringify(value);
}

/** Images that are drawn say their type themselves. */
function typeOf(name: string): string {
  return TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "";
}
