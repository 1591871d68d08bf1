const UPSTREAM = process.env.PARITY_UPSTREAM ?? "http://127.0.0.1:9";

/** @param {string} phase */
export default async (phase, { defaultConfig }) => ({
  typescript: { ignoreBuildErrors: true },
  basePath: "/base",
  env: { PHASE: phase, DEFAULT_BASE: String(defaultConfig.basePath) },
  async headers() {
    return [
      { source: "/api/echo", headers: [{ key: "X-Based", value: "yes" }] },
      { source: "/base/api/echo", basePath: false, headers: [{ key: "X-Whole", value: "yes" }] },
      { source: "/out/:x", basePath: false, headers: [{ key: "X-Out", value: ":x" }] },
      { source: "/:path*", headers: [{ key: "X-All", value: "all" }] },
    ];
  },
  async redirects() {
    return [
      { source: "/api/r/in", destination: "/api/echo?r=1", permanent: false },
      { source: "/old/:id", destination: "/base/api/users/:id", basePath: false, permanent: false },
      { source: "/api/r/out", destination: "/elsewhere", basePath: false, permanent: false },
      { source: "/base/api/r/out2", destination: "/elsewhere", basePath: false, permanent: false },
      { source: "/api/r/ext", destination: "https://example.test/x", permanent: false },
    ];
  },
  async rewrites() {
    return {
      beforeFiles: [{ source: "/api/w/before", destination: "/api/echo?w=b" }],
      afterFiles: [
        { source: "/api/w/in/:id", destination: "/api/users/:id" },
        { source: "/api/x/:path*", destination: `${UPSTREAM}/up/:path*` },
        { source: "/ext/:path*", destination: `${UPSTREAM}/up/:path*`, basePath: false },
      ],
      fallback: [{ source: "/:path*", destination: "/api/echo?fallback=1" }],
    };
  },
});
