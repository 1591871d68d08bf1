/** @type {import("next").NextConfig} */
export default {
  basePath: "/shop",
  env: { GREETING: "hello from next.config" },
  headers: async () => [
    { source: "/api/:path*", headers: [{ key: "X-Frame-Options", value: "DENY" }] },
    { source: "/api/users/:id", headers: [{ key: "X-User", value: ":id" }] },
    {
      source: "/api/health",
      has: [{ type: "header", key: "x-probe" }],
      headers: [{ key: "X-Probed", value: "yes" }],
    },
  ],
  redirects: async () => [
    { source: "/api/people/:id", destination: "/api/users/:id", permanent: true },
    { source: "/api/v0/:path*", destination: "/api/gone?path=:path*", permanent: false },
    { source: "/", destination: "/shop/api/health", basePath: false, permanent: false },
  ],
  rewrites: async () => ({
    beforeFiles: [{ source: "/api/status", destination: "/api/health" }],
    afterFiles: [{ source: "/v1/:path*", destination: "/api/:path*" }],
    fallback: [{ source: "/api/:any*", destination: "/api/fallback" }],
  }),
};
