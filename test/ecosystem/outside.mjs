// Says on stderr which hosts other than this one the process tries to reach.
import { subscribe } from "node:diagnostics_channel";
import { isIP } from "node:net";

const LOOPBACK = /^(?:localhost|127\.|::1$|::ffff:127\.)/;

subscribe("net.client.socket", ({ socket }) => {
  const look = (host) => {
    if (!LOOPBACK.test(host)) process.stderr.write(`reached outside: ${host}\n`);
  };
  socket.once("lookup", (_error, _address, _family, host) => look(host));
  socket.on("connectionAttempt", (address) => {
    if (isIP(address) !== 0) look(address);
  });
});
