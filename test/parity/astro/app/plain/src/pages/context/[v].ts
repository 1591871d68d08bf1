const shown = (value: unknown): unknown => {
  if (value === undefined) return "<undefined>";
  if (value instanceof URL) return `URL ${value.href}`;
  return typeof value === "function" ? "<function>" : value;
};
const read = (context: any, name: string): unknown => {
  try {
    return shown(context[name]);
  } catch (error: any) {
    return `throws ${error.name}`;
  }
};
export const GET = (context: any) => {
  const names = ["params", "url", "site", "props", "locals", "clientAddress", "isPrerendered", "routePattern", "originPathname"];
  names.push("currentLocale", "preferredLocale", "preferredLocaleList", "redirect", "rewrite", "csp");
  names.push("getActionResult", "callAction");
  return Response.json({
    members: names.map((name) => [name, read(context, name)]),
    generator: /^Astro v\d/.test(context.generator),
    request: [context.request instanceof Request, context.request.method, context.request.url],
    tag: Object.prototype.toString.call(context),
  });
};
export const POST = (context: any) => {
  const tries = {
    locals: () => (context.locals = {}),
    params: () => (context.params = {}),
    own: () => (context.own = 1),
  };
  return Response.json(
    Object.entries(tries).map(([name, attempt]) => {
      try {
        attempt();
        return [name, "set"];
      } catch (error: any) {
        return [name, error.name];
      }
    }),
  );
};
