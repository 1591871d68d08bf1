module.exports = {
  i18n: { locales: ["en", "fr"], defaultLocale: "en" },
  typescript: { ignoreBuildErrors: true },
};
