/** Where a name server does not answer, nobody knows whether there is such a name. */
const NO_ADDRESS: ReadonlySet<string | undefined> = new Set([
  "EADDRNOTAVAIL",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EINVAL",
]);

interface ListenError extends NodeJS.ErrnoException {
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
}

/**
 * One line for why a server cannot listen; `undefined` for any other error.
 *
 * @param option how another port is named: `--port`, `PORT`
 */
export function textOfListenError(error: unknown, option: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, port, address, hostname = address } = error as ListenError;
  if (syscall !== "listen" && syscall !== "getaddrinfo" && syscall !== "bind") return undefined;
  // The address of a Unix socket is a path, and it has no port.
  const place = port === undefined || port < 0 ? String(address) : `port ${port}`;
  if (code === "EADDRINUSE") {
    if (place === address) return `${place} is in use. End the other server, or remove the file.`;
    const other = port === 65_535 ? 65_534 : port! + 1;
    const cure = option.startsWith("--") ? `${option} ${other}` : `${option}=${other}`;
    return `Port ${port} is in use. Choose another one: ${cure}`;
  }
  if (code === "EACCES") {
    const cure = place === address ? "Choose another path." : "Choose a port above 1023.";
    return `Cannot listen on ${place}: permission denied. ${cure}`;
  }
  if (NO_ADDRESS.has(code)) return `Cannot listen on ${hostname}: not an address of this machine.`;
  return undefined;
}
