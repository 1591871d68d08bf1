const UPSTREAM = process.env.PARITY_UPSTREAM ?? "http://127.0.0.1:9";

export default {
  typescript: { ignoreBuildErrors: true },
  basePath: "/base",
  trailingSlash: true,
  i18n: { locales: ["en", "fr"], defaultLocale: "en" },
  headers: async () => [{ source: "/api/echo", headers: [{ key: "X-Based", value: "yes" }] }],
  redirects: async () => [
    { source: "/api/r/in", destination: "/api/echo/", permanent: false },
    { source: "/old", destination: "/base/api/echo/", basePath: false, locale: false, permanent: false },
  ],
  rewrites: async () => [
    { source: "/api/w/in/:id", destination: "/api/users/:id" },
    { source: "/outside/:id", destination: `${UPSTREAM}/up/:id`, basePath: false, locale: false },
  ],
};
