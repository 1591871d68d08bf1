const kinds = {
  end: (res) => res.end(),
  "end-text": (res) => res.end("text"),
  "end-buffer": (res) => res.end(Buffer.from("bytes")),
  "end-empty": (res) => res.end(""),
  "end-encoding": (res) => res.end("c3a9", "hex"),
  "end-latin1": (res) => res.end("é", "latin1"),
  "end-uint8array": (res) => res.end(new Uint8Array([104, 105])),
  "end-number": (res) => res.end(5),
  "end-object": (res) => res.end({}),
  "end-null": (res) => res.end(null),
  "end-callback": (res) => res.end(() => {}),
  "end-text-callback": (res) => res.end("text", () => {}),
  "end-all": (res) => res.end("text", "utf8", () => {}),
  "write-end": (res) => { res.write("one "); res.end("two"); },
  "write-text": (res) => { res.write("one"); res.end(); },
  "write-length": (res) => { res.setHeader("Content-Length", 7); res.write("one "); res.end("two"); },
  "write-number": (res) => { res.write(5); res.end(); },
  "write-null": (res) => { res.write(null); res.end(); },
  "write-callback": (res) => { res.write("one ", () => res.end("two")); },
  "write-hex": (res) => { res.write("6869", "hex"); res.end(); },
  "write-many": (res) => { for (let i = 0; i < 20; i++) res.write(`${i},`); res.end(); },
  "head-end": (res) => { res.writeHead(201, { "X-Head": "1" }); res.end("made"); },
  "head-text": (res) => { res.writeHead(200, "Fine", { "Content-Type": "text/plain" }); res.end("fine"); },
  "head-array": (res) => { res.writeHead(200, ["X-A", "1", "X-B", "2"]); res.end("pairs"); },
  "head-length": (res) => { res.writeHead(200, { "Content-Length": "4" }); res.end("four"); },
  "head-json": (res) => { res.writeHead(202, { "X-Head": "1" }); res.json({ a: 1 }); },
  "head-chain": (res) => res.writeHead(200, { "X-Head": "1" }).end("chained"),
  "head-cookie": (res) => { res.setHeader("X-Set", "1"); res.writeHead(200, { "Set-Cookie": ["a=1", "b=2"] }); res.end(); },
  "head-invalid": (res) => { res.writeHead(1000); res.end(); },
  "flush-headers": (res) => { res.setHeader("X-F", "1"); res.flushHeaders(); res.end("flushed"); },
  "status-code": (res) => { res.statusCode = 418; res.end("teapot"); },
  "status-message": (res) => { res.statusCode = 418; res.statusMessage = "Short And Stout"; res.json({}); },
  "early-hints": (res) => { res.writeEarlyHints({ link: "</style.css>; rel=preload" }); res.end("after hints"); },
  continue: (res) => { res.writeContinue(); res.end("after continue"); },
  processing: (res) => { res.writeProcessing(); res.end("after processing"); },
  trailers: (res) => {
    res.setHeader("Trailer", "X-End");
    res.write("body");
    res.addTrailers({ "X-End": "1" });
    res.end();
  },
  cork: (res) => { res.cork(); res.write("one "); res.write("two"); res.uncork(); res.end(); },
  "status-304": (res) => { res.statusCode = 304; res.setHeader("ETag", '"own"'); res.end(); },
  "status-204-end": (res) => { res.statusCode = 204; res.end(); },
  "status-204-text": (res) => { res.statusCode = 204; res.end("dropped"); },
  "keep-alive": (res) => { res.setHeader("Connection", "keep-alive"); res.end("kept"); },
  "send-date": (res) => { res.sendDate = false; res.end("no date"); },
  destroy: (res) => res.destroy(),
  "destroy-socket": (res) => res.socket.destroy(),
  "write-destroy": (res) => { res.write("part"); setImmediate(() => res.destroy()); },
};

export default function handler(req, res) {
  kinds[req.query.kind](res);
}
