import { createSchema, createYoga } from "graphql-yoga";
import type { NextApiRequest, NextApiResponse } from "next";
import { pass } from "@/lib/gate";

const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Query {
      greetings(name: String): String
    }
    type Subscription {
      countdown(from: Int!, gate: String!): Int!
    }
  `,
  resolvers: {
    Query: {
      greetings: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? "you"}`,
    },
    Subscription: {
      countdown: {
        async *subscribe(_: unknown, { from, gate }: { from: number; gate: string }) {
          for (let i = from; i >= 0; i -= 1) {
            yield { countdown: i };
            await pass(gate);
          }
        },
      },
    },
  },
});

export const config = {
  api: {
    // Disable body parsing (required for file uploads)
    bodyParser: false,
  },
};

export default createYoga<{ req: NextApiRequest; res: NextApiResponse }>({
  schema,
  graphqlEndpoint: "/api/graphql-yoga",
});
