import { NextResponse, type NextRequest } from "next/server";
import { z } from "zod";

type Handler<T> = (request: NextRequest, body: T) => Response | Promise<Response>;

/** A wrapper as next-safe-route and its kin make them. */
function checked<T extends z.ZodType>(schema: T, handler: Handler<z.infer<T>>) {
  return async (request: NextRequest): Promise<Response> => {
    const parsed = schema.safeParse(await request.json());
    if (!parsed.success) return NextResponse.json({ issues: parsed.error.issues.length }, { status: 400 });
    return handler(request, parsed.data);
  };
}

export const POST = checked(z.object({ name: z.string() }), (_request, { name }) =>
  NextResponse.json({ name }),
);
