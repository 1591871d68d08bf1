const UPSTREAM = process.env.PARITY_UPSTREAM ?? "http://127.0.0.1:9";

module.exports = {
  typescript: { ignoreBuildErrors: true },
  trailingSlash: true,
  headers: () => [
    { source: "/api/echo", headers: [{ key: "X-Without", value: "slash" }] },
    { source: "/api/echo/", headers: [{ key: "X-With", value: "slash" }] },
    { source: "/api/users/:id", headers: [{ key: "X-User", value: ":id" }] },
    { source: "/api/catch/:path*", headers: [{ key: "X-Path", value: "is-:path*" }] },
    { source: "/api/file.json", headers: [{ key: "X-File", value: "json" }] },
  ],
  redirects: () => [
    { source: "/api/r/plain", destination: "/api/echo", permanent: false },
    { source: "/api/r/slash/", destination: "/api/echo/", permanent: false },
    { source: "/api/r/p/:id", destination: "/api/users/:id/", permanent: true },
    { source: "/api/r/star/:path*", destination: "/api/catch/:path*", permanent: false },
  ],
  rewrites: () => [
    { source: "/api/w/plain", destination: "/api/echo?w=1" },
    { source: "/api/w/slash/", destination: "/api/echo/?w=2" },
    { source: "/api/w/p/:id", destination: "/api/users/:id" },
    { source: "/api/w/star/:path*", destination: "/api/catch/:path*/" },
    { source: "/api/x/:path*", destination: `${UPSTREAM}/up/:path*` },
    { source: "/api/xs/:path*", destination: `${UPSTREAM}/up/:path*/` },
  ],
};
