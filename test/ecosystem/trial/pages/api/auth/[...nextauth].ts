import NextAuth from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";

export default NextAuth({
  providers: [
    CredentialsProvider({
      name: "Name",
      credentials: { name: { label: "Name", type: "text" } },
      authorize: (credentials) => ({ id: "1", name: credentials?.name ?? "" }),
    }),
  ],
  session: { strategy: "jwt" },
});
