const isRes = (res, value) => (value === res ? "res" : value instanceof Promise ? "promise" : String(value));

export default function handler(req, res) {
  const report = (value) => res.end(JSON.stringify({ value: isRes(res, value) }));
  switch (req.query.of) {
    case "status": return void report(res.status(200));
    case "setDraftMode": return void report(res.setDraftMode({ enable: true }));
    case "setPreviewData": return void report(res.setPreviewData({ a: 1 }));
    case "clearPreviewData": return void report(res.clearPreviewData());
    case "setHeader": return void report(res.setHeader("X-A", "1"));
    case "write": { const value = res.write("x"); return void res.end(String(value)); }
  }
  globalThis.parityReturned ??= {};
  const { of } = req.query;
  if (of === "told") return void res.json(globalThis.parityReturned);
  const value = of === "send" ? res.send("sent") : of === "json" ? res.json({ sent: 1 })
    : of === "redirect" ? res.redirect("/there") : of === "end" ? res.end("ended") : undefined;
  globalThis.parityReturned[of] = isRes(res, value);
}
