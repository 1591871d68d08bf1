module.exports = {
  typescript: { ignoreBuildErrors: true },
  i18n: {
    locales: ["en", "fr", "nl"],
    defaultLocale: "en",
    domains: [
      { domain: "example.fr", defaultLocale: "fr" },
      { domain: "example.nl", defaultLocale: "nl", http: true },
    ],
  },
  headers: () => [
    { source: "/api/echo", headers: [{ key: "X-Plain", value: "yes" }] },
    { source: "/en/api/echo", locale: false, headers: [{ key: "X-En", value: "yes" }] },
    { source: "/fr/api/echo", locale: false, headers: [{ key: "X-Fr", value: "yes" }] },
    { source: "/nl/api/echo", locale: false, headers: [{ key: "X-Nl", value: "yes" }] },
    { source: "/:locale/api/echo", locale: false, headers: [{ key: "X-Locale", value: ":locale" }] },
  ],
  redirects: () => [
    { source: "/api/r/plain", destination: "/api/echo", permanent: false },
    { source: "/fr/api/r/fr", destination: "/api/echo?fr", locale: false, permanent: false },
    { source: "/en/api/r/en", destination: "/api/echo?en", locale: false, permanent: false },
  ],
  rewrites: () => ({
    beforeFiles: [{ source: "/fr/api/w/before", destination: "/api/echo?before=fr", locale: false }],
    afterFiles: [
      { source: "/api/w/plain", destination: "/api/echo?w=1" },
      { source: "/fr/api/w/fr", destination: "/api/echo?fr=1", locale: false },
      { source: "/en/api/w/en", destination: "/api/echo?en=1", locale: false },
      { source: "/:locale/api/w/any", destination: "/api/echo?any=1", locale: false },
    ],
    fallback: [{ source: "/fr/api/w/fb", destination: "/api/users/fr", locale: false }],
  }),
};
