const names = Array.from({ length: 10 }, (_, index) => `section${index}`);

// 20 entries with headers, of which one applies to the API, and 20 redirects, of which none does.
export default {
  headers: async () => [
    { source: "/api/:path*", headers: [{ key: "X-Frame-Options", value: "DENY" }] },
    ...names.map((name) => ({ source: `/${name}`, headers: [{ key: "X-Section", value: name }] })),
    ...names
      .slice(1)
      .map((name) => ({ source: `/${name}/:path*`, headers: [{ key: "X-Section", value: name }] })),
  ],
  redirects: async () => [
    ...names.map((name) => ({ source: `/old/${name}`, destination: `/${name}`, permanent: true })),
    ...names.map((name) => ({
      source: `/api/${name}/:id(\\d+)`,
      destination: `/api/sections/:id`,
      permanent: false,
    })),
  ],
};
