const codes = {
  nan: NaN, undefined: undefined, hello: "hello", text201: "201", fraction: 200.7, null: null, negative: -1, infinity: Infinity,
};

export default function handler(req, res) {
  const { code, then = "send", message } = req.query;
  if (message !== undefined) res.statusMessage = message;
  res.status(code in codes ? codes[code] : Number(code));
  if (then === "send") res.send("body");
  if (then === "json") res.json({ body: 1 });
  if (then === "end") res.end();
  if (then === "end-text") res.end("body");
  if (then === "stream") res.send(Buffer.from("body"));
}
