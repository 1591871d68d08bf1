import * as trpcNext from "@trpc/server/adapters/next";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { pass } from "@/lib/gate";

const createContext = ({ req }: trpcNext.CreateNextContextOptions) => ({ user: req.headers.authorization });

const t = initTRPC.context<typeof createContext>().create();

const appRouter = t.router({
  hello: t.procedure
    .input(z.object({ text: z.string() }))
    .query(({ input, ctx }) => ({ greeting: `hello ${input.text}`, user: ctx.user ?? null })),
  add: t.procedure.input(z.object({ a: z.number(), b: z.number() })).mutation(({ input, ctx }) => {
    if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED" });
    return input.a + input.b;
  }),
  count: t.procedure.input(z.object({ to: z.number(), gate: z.string() })).subscription(async function* ({
    input,
  }) {
    for (let i = 1; i <= input.to; i += 1) {
      yield { i };
      await pass(input.gate);
    }
  }),
});

export type AppRouter = typeof appRouter;

export default trpcNext.createNextApiHandler({ router: appRouter, createContext });
