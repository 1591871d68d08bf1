// Loaded into every contender (node --import): what the operating system and V8 say of its process.
process.on("message", (question) => {
  if (question === "collect") globalThis.gc();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send({ cpu: user + system, rss, heapUsed });
});
process.on("disconnect", () => process.exit());
