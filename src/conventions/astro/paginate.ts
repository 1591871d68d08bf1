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
    return Array.from({ length: last }, (_, index) => {
      const number = index + 1;
      const start = index === 0 ? 0 : index * pageSize;
      const end = Math.min(start + pageSize, data.length);
      const url = {
        current: urlOf(number),
        next: number === last ? undefined : urlOf(number + 1),
        prev: number === 1 ? undefined : urlOf(number - 1),
        first: number === 1 ? undefined : urlOf(1),
        last: number === last ? undefined : urlOf(last),
      };
      const page = {
        data: data.slice(start, end),
        start,
        end: end - 1,
        size: pageSize,
        total: data.length,
        currentPage: number,
        lastPage: last,
        url,
      };
      return { params: paramsFor(number), props: { ...props, page } };
    });
  };
}
