import type { Call, Endpoint, GivenRoute } from "../../convention.ts";
import type { ResponseSettings } from "../../http/outgoing.ts";
import type { Matching } from "../../routing/ranked.ts";
import type { Route } from "../../routing/router.ts";
import { formatPattern } from "../../routing/segment.ts";
import { parseSegment } from "./claim.ts";
import type { AstroConfig, Redirect } from "./config.ts";

/** The redirects of the config as routes, in one order with the files. */
export function redirectRoutes(
  { redirects }: AstroConfig,
  matching: Matching<Route>,
  settings: ResponseSettings,
  file: string,
): GivenRoute[] {
  return Object.entries(redirects).map(([from, to]) => {
    const segments = from
      .split("/")
      .filter((text) => text !== "")
      .map(parseSegment);
    return { pattern: formatPattern(segments), segments, file, matching, endpoint: endpointOf(to, settings) };
  });
}

function endpointOf(to: Redirect, settings: ResponseSettings): Endpoint {
  const { destination, status } = typeof to === "string" ? { destination: to, status: undefined } : to;
  const isExternal = /^(?:https?:)?\/\//.test(destination);
  return {
    kind: "web",
    settings,
    handle({ method }, { params }: Call) {
      const location = isExternal ? destination : encodeURI(filled(destination, params));
      const usual = method === "GET" || method === "HEAD" ? 301 : 308;
      return new Response(null, { status: status ?? usual, headers: { Location: location } });
    },
  };
}

/** Puts the params of the path in the place of `[name]` and `[...name]`. */
function filled(path: string, params: Call["params"]): string {
  let text = path;
  for (const [name, value] of Object.entries(params)) {
    for (const place of [`[...${name}]`, `[${name}]`])
      text = text.replaceAll(place, () => String(value ?? ""));
  }
  return text;
}
