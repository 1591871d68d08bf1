import { ApolloServer } from "@apollo/server";
import { startServerAndCreateNextHandler } from "@as-integrations/next";

const typeDefs = `#graphql
  type Query { hello(name: String): String!  me: String }
  type Mutation { double(n: Int!): Int! }
`;

const resolvers = {
  Query: {
    hello: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? "world"}!`,
    me: (_: unknown, __: unknown, { user }: { user?: string }) => user,
  },
  Mutation: { double: (_: unknown, { n }: { n: number }) => 2 * n },
};

const server = new ApolloServer<{ user?: string }>({ typeDefs, resolvers });

export default startServerAndCreateNextHandler(server, {
  context: async (req) => ({ user: req.headers.authorization }),
});
