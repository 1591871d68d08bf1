module.exports = {
  experimental: { middlewareClientMaxBodySize: "20kb" },
  typescript: { ignoreBuildErrors: true },
};
