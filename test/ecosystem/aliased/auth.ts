import NextAuth from "next-auth-5";
import Credentials from "next-auth-5/providers/credentials";

export const { handlers, auth } = NextAuth({
  basePath: "/auth",
  secret: "a secret for tests",
  trustHost: true,
  providers: [
    Credentials({
      credentials: { username: {}, password: {} },
      authorize: ({ username, password }) =>
        password === "secret" ? { id: "1", name: String(username) } : null,
    }),
  ],
});
