import "@/sentry.server.config";
import * as Sentry from "@sentry/nextjs";

async function handler(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const who = new URL(request.url).searchParams.get("who");
  if (id === "fail") throw new Error(`route failed for ${who}`);
  if (id === "message") Sentry.captureMessage(`route saw ${who}`);
  return Response.json({ id });
}

export const GET = Sentry.wrapRouteHandlerWithSentry(handler, {
  method: "GET",
  parameterizedRoute: "/sentry/[id]",
});
