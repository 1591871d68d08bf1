// Loaded into every contender (node --import): what the operating system and V8 say of its process.
// Over a socket of its own: a process that has an IPC channel may be a worker, which writes its log in smaller pieces.
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

// Processes and threads that a contender starts get this module too, and another file 3, or none.
if (isMainThread && process.send === undefined) {
  const socket = new Socket({ fd: 3 });
  socket.on("data", (question) => {
    if (String(question) === "collect") globalThis.gc();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    socket.write(JSON.stringify({ cpu: user + system, rss, heapUsed }));
  });
  socket.on("close", () => process.exit());
}
