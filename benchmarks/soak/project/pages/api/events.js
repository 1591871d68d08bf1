import { state } from "../../lib/state.js";

export default function handler(req, res) {
  state.events += 1;
  res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  let count = 0;
  const timer = setInterval(() => res.write(`data: ${(count += 1)}\n\n`), 25);
  res.on("close", () => {
    clearInterval(timer);
    state.events -= 1;
  });
}
