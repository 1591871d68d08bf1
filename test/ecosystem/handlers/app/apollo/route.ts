import { ApolloServer } from "@apollo/server";
import { startServerAndCreateNextHandler } from "@as-integrations/next";
import type { NextRequest } from "next/server";

const server = new ApolloServer<{ user?: string | null }>({
  typeDefs: "type Query { hello(name: String): String!  me: String }",
  resolvers: {
    Query: {
      hello: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? "world"}!`,
      me: (_: unknown, __: unknown, { user }: { user?: string }) => user,
    },
  },
});

const handler = startServerAndCreateNextHandler<NextRequest, { user?: string | null }>(server, {
  context: async (request) => ({ user: request.headers.get("authorization") }),
});

export async function GET(request: NextRequest) {
  return handler(request);
}

export async function POST(request: NextRequest) {
  return handler(request);
}
