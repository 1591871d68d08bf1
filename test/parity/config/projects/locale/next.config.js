module.exports = {
  typescript: { ignoreBuildErrors: true },
  i18n: { locales: ["en", "fr"], defaultLocale: "en" },
  headers: () => [
    { source: "/api/echo", headers: [{ key: "X-Plain", value: "yes" }] },
    { source: "/api/users/:id", headers: [{ key: "X-User", value: ":id" }] },
    { source: "/api/echo", locale: false, headers: [{ key: "X-Unlocalised", value: "yes" }] },
    { source: "/en/api/echo", locale: false, headers: [{ key: "X-En", value: "yes" }] },
    { source: "/:locale/api/echo", locale: false, headers: [{ key: "X-Locale", value: ":locale" }] },
  ],
  redirects: () => [
    { source: "/api/r/plain", destination: "/api/echo", permanent: false },
    { source: "/api/r/p/:id", destination: "/api/users/:id", permanent: false },
    { source: "/api/r/raw", destination: "/api/echo?raw", locale: false, permanent: false },
    { source: "/en/api/r/en", destination: "/api/echo?en", locale: false, permanent: false },
    { source: "/api/r/out", destination: "https://example.test/x", permanent: false },
  ],
  rewrites: () => ({
    beforeFiles: [{ source: "/api/w/before", destination: "/api/echo?b=1" }],
    afterFiles: [
      { source: "/api/w/plain", destination: "/api/echo?w=1" },
      { source: "/api/w/p/:id", destination: "/api/echo" },
      { source: "/api/w/raw", destination: "/api/echo?raw=1", locale: false },
      { source: "/en/api/w/en", destination: "/api/echo?en=1", locale: false },
      { source: "/:locale/api/w/any", destination: "/api/echo?any=1", locale: false },
    ],
    fallback: [{ source: "/api/w/fb/:x", destination: "/api/users/:x" }],
  }),
};
