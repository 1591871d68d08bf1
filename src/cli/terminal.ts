// Not by name: a Node without it is to say so in one line.
import * as util from "node:util";

type Style = Parameters<typeof util.styleText>[0];

/** Colours text for a terminal; leaves it plain for a file or a pipe, and where NO_COLOR is set. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const wanted = FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY && !NO_COLOR;
  return wanted ? util.styleText(style, text) : text;
}

/** Pads cells to columns; the last column is left ragged. A column is painted as a whole or not at all. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!))).join("  "),
    )
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

/** `1 route`, `2 routes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Breaks a line between words to fit a terminal, indented; a file or a pipe gets it whole. */
export function wrap(text: string, indent: string): string {
  const width = (process.stdout.columns || Infinity) - indent.length;
  return linesOf(text, width)
    .map((line) => indent + line)
    .join("\n");
}

/** Breaks a text between words into lines of at most so many characters. */
export function linesOf(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
