import type { Route, Segment } from "../../convention.ts";

const PLACE = /\[(?:\.\.\.)?([^[\]]+)\]/g;

interface Param {
  readonly name: string;
  readonly isRest: boolean;
}

/** The params of a route, in the order of its path. */
export function paramsOf({ segments }: Route): readonly Param[] {
  return segments
    .flatMap((segment): readonly Pick<Segment, "name">[] => segment.parts ?? [segment])
    .map((part) => part as { readonly kind: string; readonly name: string })
    .filter(({ kind }) => kind !== "static")
    .map(({ kind, name }) => ({ name, isRest: kind === "rest" || kind === "optional-catch-all" }));
}

/** A param of `getStaticPaths` as a request for its path gives it: without slashes at its ends, `?` and `#` encoded. */
export function paramText(value: string | number): string {
  return trimmed(value).replaceAll("?", "%3F").replaceAll("#", "%23");
}

/** A param of `getStaticPaths` as its path has it. */
export function trimmed(value: string | number): string {
  return String(value)
    .normalize()
    .replace(/^\/+|\/+$/g, "");
}

/** As endpoints get them: an empty rest is `undefined`. */
type PathParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The path of a route with these params, as a client asks for it. An empty rest leaves its segment out. */
export function pathOf({ segments }: Route, params: PathParams): string {
  const texts = segments.map(({ text, name }) =>
    (text ?? name).replace(PLACE, (_place, param: string) => [params[param] ?? ""].flat().join("/")),
  );
  const path = texts.filter((text) => text !== "").join("/");
  return encodeURI(`/${path}`.normalize()).replaceAll("?", "%3F").replaceAll("#", "%23");
}
