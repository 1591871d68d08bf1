const kinds = {
  write: (res) => { res.write("started "); throw new Error("late"); },
  "write-length": (res) => { res.setHeader("Content-Length", 100); res.write("started "); throw new Error("late"); },
  head: (res) => { res.writeHead(200, { "Content-Type": "text/plain" }); throw new Error("late"); },
  "head-length": (res) => { res.writeHead(200, { "Content-Length": 5 }); throw new Error("late"); },
  flush: (res) => { res.flushHeaders(); throw new Error("late"); },
  "write-reject": async (res) => { res.write("started "); await new Promise((r) => setTimeout(r, 5)); throw new Error("late"); },
};

export default function handler(req, res) {
  return kinds[req.query.kind](res);
}
