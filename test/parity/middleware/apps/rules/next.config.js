module.exports = {
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "x-config", value: "1" },
          { key: "x-both", value: "config" },
          { key: "Set-Cookie", value: "config=1" },
        ],
      },
      { source: "/api/users/:id", headers: [{ key: "x-target", value: ":id" }] },
    ];
  },
  async redirects() {
    return [
      { source: "/api/moved/:id", destination: "/api/users/:id", permanent: true },
      { source: "/api/gone", destination: "/api/hello", permanent: false },
    ];
  },
  async rewrites() {
    return {
      beforeFiles: [{ source: "/api/before", destination: "/api/echo?before=1" }],
      afterFiles: [{ source: "/api/after", destination: "/api/echo?after=1" }],
      fallback: [{ source: "/api/fallback/:id", destination: "/api/users/:id" }],
    };
  },
};
