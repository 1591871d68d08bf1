import { auth } from "@/auth";

/** By the cookies of next/headers. */
export async function GET() {
  const session = await auth();
  return Response.json({ name: session?.user?.name ?? null });
}

/** By the request, which the wrapper gives the session. */
export const POST = auth((request) => Response.json({ name: request.auth?.user?.name ?? null }));
