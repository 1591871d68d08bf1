// What comes after the end of an answer must not change it.
const kinds = {
  "write-after-end": (res) => { res.end("first"); res.write("second"); },
  "end-after-end": (res) => { res.end("first"); res.end("second"); },
  "json-after-json": (res) => { res.json({ first: 1 }); res.json({ second: 2 }); },
  "send-after-send": (res) => { res.send("first"); res.send("second"); },
  "send-after-end": (res) => { res.end("first"); res.send("second"); },
  "redirect-after-send": (res) => { res.send("first"); res.redirect("/second"); },
  "status-after-send": (res) => { res.send("first"); res.status(500); },
  "header-after-send": (res) => { res.send("first"); res.setHeader("X-Late", "1"); },
  "head-after-send": (res) => { res.send("first"); res.writeHead(500); },
  "throw-after-send": (res) => { res.send("first"); throw new Error("late"); },
  "reject-after-send": async (res) => { res.send("first"); await null; throw new Error("late"); },
  "write-later": (res) => { res.end("first"); setTimeout(() => res.write("second"), 5); },
  "json-later": (res) => { res.end("first"); setTimeout(() => res.json({ second: 1 }), 5); },
  "timer-throws": (res) => { res.end("first"); setTimeout(() => { throw new Error("in a timer"); }, 5); },
  "floating-rejection": (res) => { res.end("first"); void Promise.reject(new Error("floating")); },
};

export default function handler(req, res) {
  return kinds[req.query.kind](res);
}
