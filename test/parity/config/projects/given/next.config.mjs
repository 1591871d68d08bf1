const list = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

const given = list({
  "Content-Type": "text/given",
  "Cache-Control": "private, max-age=1",
  Vary: "Given",
  "X-Own": "given",
  "X-Given": "1",
  "Set-Cookie": "given=1",
  Location: "/given",
  ETag: '"given"',
});

export default {
  headers: async () => [
    { source: "/of/:kind", headers: given },
    { source: "/rewritten/:kind", headers: given },
    { source: "/static", headers: given },
    { source: "/both/:kind", headers: list({ "X-Own": "given", "X-Given": "1" }) },
  ],
  rewrites: async () => ({
    beforeFiles: [
      { source: "/slash/before", destination: "/of/json/" },
      { source: "/slash/before/:id", destination: "/api/users/:id/" },
    ],
    afterFiles: [
      { source: "/rewritten/:kind", destination: "/of/:kind" },
      { source: "/both/:kind", destination: "/of/:kind" },
      { source: "/slash/after", destination: "/of/json/?q=1" },
      { source: "/slash/after/:id", destination: "/api/users/:id/" },
    ],
    fallback: [{ source: "/slash/last/:id", destination: "/api/users/:id/" }],
  }),
};
