import type { Call, Endpoint, GivenRoute } from "../../convention.ts";
import type { ResponseSettings } from "../../api/response-settings.ts";
import type { Matching } from "../../routing/ranked.ts";
import type { Route } from "../../routing/router.ts";
import { formatPattern } from "../../routing/segment.ts";
import type { SlashRule } from "../../routing/ranked-node.ts";
import { hasExtension, parseSegment } from "./claim.ts";
import type { AstroConfig } from "./config.ts";

export type RedirectParams = Readonly<Record<string, string | undefined>>;

/** A redirect of the config. */
export interface ConfigRedirect extends Route {
  readonly destination: string;
  /** As the config says it. */
  readonly status: number | undefined;
  readonly hasParams: boolean;
  /** Where the path with these params leads to. */
  locationFor(params: RedirectParams): string;
}

/** The redirects of the config. */
export function redirectsOf({ redirects, file, trailingSlash }: AstroConfig): ConfigRedirect[] {
  return Object.entries(redirects).map(([from, to]) => {
    const { destination, status } = typeof to === "string" ? { destination: to, status: undefined } : to;
    const isExternal = /^(?:https?:)?\/\//.test(destination);
    const segments = from
      .split("/")
      .filter((text) => text !== "")
      .map(parseSegment);
    const hasParams = segments.some(({ kind }) => kind !== "static");
    return {
      pattern: formatPattern(segments),
      segments,
      file,
      destination,
      status,
      hasParams,
      locationFor(params) {
        return isExternal
          ? encodeURI(destination)
          : slashed(encodeURI(filled(destination, params)), trailingSlash);
      },
    };
  });
}

/** The redirects of the config as routes, in one order with the files. */
export function redirectRoutes(
  config: AstroConfig,
  matching: Matching<Route>,
  settings: ResponseSettings,
): GivenRoute[] {
  return redirectsOf(config).map((redirect) => ({
    pattern: redirect.pattern,
    segments: redirect.segments,
    file: redirect.file,
    matching,
    endpoint: endpointOf(redirect, settings),
  }));
}

function endpointOf({ status, locationFor }: ConfigRedirect, settings: ResponseSettings): Endpoint {
  return {
    kind: "web",
    settings,
    handle({ method }, { params }: Call) {
      const usual = method === "GET" || method === "HEAD" ? 301 : 308;
      return new Response(null, {
        status: status ?? usual,
        headers: { Location: locationFor(params as RedirectParams) },
      });
    },
  };
}

/** The path with the slash at its end that the config wants, where nothing is behind it. */
function slashed(path: string, rule: SlashRule): string {
  if (rule === "ignore" || path === "/" || /[?#]/.test(path) || hasExtension(path)) return path;
  const bare = path.endsWith("/") ? path.slice(0, -1) : path;
  return rule === "always" ? `${bare}/` : bare;
}

/** Puts the params of the path in the place of `[name]` and `[...name]`. */
function filled(path: string, params: RedirectParams): string {
  let text = path;
  for (const [name, value] of Object.entries(params)) {
    for (const place of [`[...${name}]`, `[${name}]`]) text = text.replaceAll(place, () => value ?? "");
  }
  return text;
}
