const analyzer = require("@next/bundle-analyzer");
const { withSentryConfig } = require("@sentry/nextjs/config");

const withBundleAnalyzer = analyzer({ enabled: process.env.ANALYZE === "true" });

module.exports = withSentryConfig(
  withBundleAnalyzer({
    headers: async () => [{ source: "/api/:path*", headers: [{ key: "x-by-config", value: "yes" }] }],
  }),
  { silent: true, telemetry: false },
);
