import type {
  APIContext,
  APIRoute,
  GetStaticPaths,
  InferGetStaticParamsType,
  InferGetStaticPropsType,
  MiddlewareHandler,
} from "astro";
import { defineMiddleware, sequence } from "astro:middleware";

export const prerender = true;

export const getStaticPaths = (async () => [
  { params: { id: "1" }, props: { name: "Sarah" } },
]) satisfies GetStaticPaths;
export const paged: GetStaticPaths = ({ paginate }) => paginate([1, 2], { pageSize: 1 });

type Props = InferGetStaticPropsType<typeof getStaticPaths>;
type Params = InferGetStaticParamsType<typeof getStaticPaths>;

export const GET: APIRoute<Props, Params> = ({ params, props, request, url, site, redirect, cookies }) => {
  const id: string = params.id;
  const name: string = props.name;
  // @ts-expect-error there is no such prop
  void props.age;
  if (url.searchParams.has("old")) return redirect("/new", 301);
  if (!cookies.has("seen")) cookies.set("seen", { at: 1 }, { path: "/", httpOnly: true });
  const count: number | undefined = cookies.get("count")?.number();
  return Response.json({ id, name, count, site: site?.href, method: request.method });
};

export const POST: APIRoute = async ({ request, clientAddress, locals, routePattern, isPrerendered }) => {
  const body = (await request.json()) as { name?: string };
  const address: string = clientAddress;
  return new Response(JSON.stringify({ ...body, address, locals, routePattern, isPrerendered }), {
    status: 201,
  });
};

export async function PUT({
  params,
  rewrite,
  preferredLocale,
  currentLocale,
}: APIContext): Promise<Response> {
  const id: string | undefined = params["id"];
  const locale: string | undefined = preferredLocale ?? currentLocale;
  return id === locale ? rewrite("/other") : new Response(import.meta.env.MODE);
}

// @ts-expect-error an endpoint returns a Response
export const PATCH: APIRoute = () => ({ body: "text" });

const first = defineMiddleware(async ({ url }, next) => {
  const response = await next();
  response.headers.set("x-path", url.pathname);
  return response;
});
const second: MiddlewareHandler = (_context, next) => next("/elsewhere");

export const onRequest = sequence(first, second);
