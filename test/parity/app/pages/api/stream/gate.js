const gates = (globalThis.parityGates ??= new Map());

/** Tells whether the client was able to read the first part before this handler sent the second. */
function opened(gate) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("held back"), 1500);
    gates.set(gate, () => { clearTimeout(timer); resolve("read early"); });
  });
}

export default async function handler(req, res) {
  const { gate, release, type, how = "write", cache, flush } = req.query;
  if (release) {
    gates.get(release)?.();
    gates.delete(release);
    return void res.end();
  }
  if (type) res.setHeader("Content-Type", type);
  if (cache) res.setHeader("Cache-Control", cache);
  if (how === "head") { res.writeHead(200); res.flushHeaders(); }
  res.write(type === "text/event-stream" ? "data: first\n\n" : "first ");
  if (flush) res.flush?.();
  const result = await opened(gate);
  res.end(type === "text/event-stream" ? `data: ${result}\n\n` : result);
}
