const config = {
  typescript: { ignoreBuildErrors: true },
  skipTrailingSlashRedirect: true,
  compress: false,
  poweredByHeader: false,
  generateEtags: false,
  pageExtensions: ["api.ts", "page.js"],
  env: { GREETING: "hello", COUNT: "7" },
  rewrites: async () => [
    { source: "/api/w/list", destination: "/api/values?list=1" },
    { source: "/api/w/p/:id", destination: "/api/values" },
  ],
  redirects: async () => [{ source: "/api/r/plain", destination: "/api/values", permanent: false }],
  headers: async () => [{ source: "/api/values", headers: [{ key: "X-Values", value: "yes" }] }],
};

export default config;
