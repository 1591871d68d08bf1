import { createSchema, createYoga } from "graphql-yoga";

const { handleRequest } = createYoga({
  schema: createSchema({
    typeDefs: "type Query { greetings(name: String): String }",
    resolvers: {
      Query: { greetings: (_: unknown, { name }: { name?: string }) => `Hello ${name ?? "you"}` },
    },
  }),
  graphqlEndpoint: "/graphql",
  fetchAPI: { Response },
});

const answer = (request: Request): Promise<Response> | Response => handleRequest(request, {});

export { answer as GET, answer as POST, answer as OPTIONS };
