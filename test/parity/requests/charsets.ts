import type { Row } from "../row.ts";

import { post } from "./post.ts";

const CHARSETS: [charset: string, bytes: Buffer][] = [
  ["utf-8", Buffer.from("é")],
  ["UTF8", Buffer.from("é")],
  ["latin1", Buffer.from([0xe9])],
  ["iso-8859-1", Buffer.from([0xe9])],
  ["iso-8859-15", Buffer.from([0xa4])],
  ["windows-1250", Buffer.from([0x8a])],
  ["windows-1252", Buffer.from([0x80])],
  ["us-ascii", Buffer.from([0x41, 0xe9])],
  ["ascii", Buffer.from([0x41, 0xe9])],
  ["utf-16", Buffer.from("é", "utf16le")],
  ["utf-16le", Buffer.from("é", "utf16le")],
  ["utf-16be", Buffer.from([0x00, 0xe9])],
  ["ucs2", Buffer.from("é", "utf16le")],
  ["shift_jis", Buffer.from([0x93, 0xfa])],
  ["euc-jp", Buffer.from([0xc6, 0xfc])],
  ["gbk", Buffer.from([0xc8, 0xd5])],
  ["big5", Buffer.from([0xa4, 0xe9])],
  ["koi8-r", Buffer.from([0xc1])],
  ["hex", Buffer.from("hi")],
  ["base64", Buffer.from("hi")],
  ["binary", Buffer.from([0xe9])],
  ["utf-7", Buffer.from("+AOk-")],
  ["bogus", Buffer.from("a")],
  ["macroman", Buffer.from([0x8e])],
  ["utf 8", Buffer.from("a")],
  ["x-user-defined", Buffer.from("a")],
  ["cp437", Buffer.from([0x82])],
];

export const charsets: Row[] = CHARSETS.map(([charset, bytes]) => ({
  ...post("parsed", bytes, `text/plain; charset=${charset}`),
  name: `text in charset ${charset}`,
}));
