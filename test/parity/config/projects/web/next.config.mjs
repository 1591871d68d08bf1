export default {
  async rewrites() {
    return {
      beforeFiles: [{ source: "/before/:id", destination: "/ids/:id?by=before" }],
      afterFiles: [
        { source: "/n", destination: "/node?own=1" },
        { source: "/n/:x", destination: "/node" },
        { source: "/e/:x", destination: "/edge?own=1" },
        { source: "/fixed/:id", destination: "/ids/z" },
        { source: "/ae/:x", destination: "/api/edge?own=:x" },
        { source: "/aid/:id", destination: "/api/ids/:id" },
        { source: "/chain", destination: "/n" },
      ],
      fallback: [{ source: "/any/:path*", destination: "/ids/any" }],
    };
  },
};
