import { RouteError } from "../../error.ts";
import type { Route } from "../../convention.ts";
import type { AstroConfig } from "./config.ts";
import { paramsOf, pathOf } from "./static-path.ts";

interface PaginateOptions {
  readonly pageSize?: number;
  readonly params?: Readonly<Record<string, string | undefined>>;
  readonly props?: Readonly<Record<string, unknown>>;
  readonly format?: (url: string) => string;
}

interface PaginatedPath {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly props: Record<string, unknown>;
}

/** `paginate` of `getStaticPaths`: a path for each page of a list, with the page in its props. */
export function paginator(
  route: Route,
  { base, trailingSlash }: Pick<AstroConfig, "base" | "trailingSlash">,
): (data: readonly unknown[], options?: PaginateOptions) => PaginatedPath[] {
  return (data, { pageSize = 10, params: given = {}, props = {}, format = (url: string) => url } = {}) => {
    const param = paramsOf(route).find(({ name }) => name === "page");
    if (param === undefined) {
      throw new RouteError(
        "ROUTE_CONFIG",
        `PageNumberParamNotFound: ${route.file} has no param \`page\` for paginate(). Name its file [page] or [...page].`,
        { file: route.file },
      );
    }
    const last = Math.max(1, Math.ceil(data.length / pageSize));
    // A rest has no number on its first page.
    const paramsFor = (page: number) => ({
      ...given,
      page: param.isRest && page === 1 ? undefined : String(page),
    });
    const urlOf = (page: number): string => {
      const path = decodeURI(pathOf(route, paramsFor(page)));
      const slash = trailingSlash === "always" ? "/" : "";
      return format(base === "/" ? path + slash : path === "/" ? base : base + path + slash);
    };
    return Array.from({ length: last }, (_, index) => ({
      params: paramsFor(index + 1),
      props: { ...props, page: pageOf(data, index + 1, { size: pageSize, last, urlOf }) },
    }));
  };
}

interface Pages {
  readonly size: number;
  readonly last: number;
  urlOf(page: number): string;
}

/** `props.page` of one page. */
function pageOf(data: readonly unknown[], number: number, { size, last, urlOf }: Pages): object {
  const start = number === 1 ? 0 : (number - 1) * size;
  const end = Math.min(start + size, data.length);
  return {
    data: data.slice(start, end),
    start,
    end: end - 1,
    size,
    total: data.length,
    currentPage: number,
    lastPage: last,
    url: {
      current: urlOf(number),
      next: number === last ? undefined : urlOf(number + 1),
      prev: number === 1 ? undefined : urlOf(number - 1),
      first: number === 1 ? undefined : urlOf(1),
      last: number === last ? undefined : urlOf(last),
    },
  };
}
