export default {
  basePath: "/base",
  trailingSlash: true,
  i18n: { locales: ["en", "fr"], defaultLocale: "en" },
  async rewrites() {
    return [
      { source: "/ae/:x", destination: "/api/edge?own=:x" },
      { source: "/aid/:id", destination: "/api/ids/:id" },
    ];
  },
};
