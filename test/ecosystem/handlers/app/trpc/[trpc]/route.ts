import { initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { z } from "zod";

const t = initTRPC.context<{ user: string | null }>().create();
const router = t.router({
  hello: t.procedure
    .input(z.object({ text: z.string() }))
    .query(({ input, ctx }) => ({ greeting: `hello ${input.text}`, user: ctx.user })),
  add: t.procedure
    .input(z.object({ a: z.number(), b: z.number() }))
    .mutation(({ input }) => input.a + input.b),
});

const handler = (req: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/trpc",
    req,
    router,
    createContext: () => ({ user: req.headers.get("authorization") }),
  });

export { handler as GET, handler as POST };
