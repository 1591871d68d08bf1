const HOST = "Host: soak\r\n";
const CHUNKED = "POST /api/echo HTTP/1.1\r\nHost: soak\r\nTransfer-Encoding: chunked\r\n\r\n";

/** Requests that no server should take. Those that are refused as a whole by Node get 400 or 431, or nothing. */
export const MALFORMED: readonly (string | Buffer)[] = [
  "\r\n\r\n\r\nBREW / HTTP/1.1\r\n\r\n",
  "GET /api/json HTTP/9.9\r\n\r\n",
  "GET api/json HTTP/1.1\r\nHost: soak\r\n\r\n",
  "GET /api/json HTTP/1.1\r\n\r\n",
  `GET /api/json HTTP/1.1\r\n${HOST}Bad Name: x\r\n\r\n`,
  `GET /api/json HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`,
  `GET /api/json HTTP/1.1\r\n${HOST}X: a\r\n folded\r\n b\0\r\n\r\n`,
  `GET /api/json HTTP/1.1\r\n${HOST}X: ${"x".repeat(20_000)}\r\n\r\n`,
  `GET /api/${"x".repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`,
  `POST /api/echo HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `POST /api/echo HTTP/1.1\r\n${HOST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
  `POST /api/echo HTTP/1.1\r\n${HOST}Content-Length: -5\r\n\r\nhello`,
  `${CHUNKED}zz\r\nhello\r\n0\r\n\r\n`,
  `${CHUNKED}fffffffffffffffff\r\nhello`,
  `${CHUNKED}5\r\nhello, and more\r\n0\r\n\r\n`,
  Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]),
  `GET /api/item/%zz HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
  `GET /api/%00%c0%af HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
  `GET /api/../../etc/passwd HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
  `POST /api/echo HTTP/1.1\r\n${HOST}Connection: close\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n{"a"`,
];
