import { headers } from "next/headers";
import { auth } from "@/better-auth";

export async function GET() {
  const session = await auth.api.getSession({ headers: await headers() });
  return Response.json({ name: session?.user.name ?? null });
}

/** Signs in on the server: the plugin sets the cookie by next/headers. */
export async function POST(request: Request) {
  const { user } = await auth.api.signInEmail({ body: await request.json() });
  return Response.json({ name: user.name });
}
