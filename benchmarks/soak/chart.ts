/** A line of a chart: values over the same moments as all others. */
export interface Line {
  readonly name: string;
  readonly values: readonly number[];
}

/** One of several charts below each other, which share their time. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface Chart {
  readonly title: string;
  /** Seconds. */
  readonly moments: readonly number[];
  readonly panels: readonly Panel[];
}

const WIDTH = 860;
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 16, 40, 34];
const [PLOT, GAP] = [120, 46];

/** Colours that differ for eyes of every kind, on white and, in the second column, on near black. */
const COLOURS = [
  ["#0b62a4", "#6cb6ff"],
  ["#b3471d", "#f0883e"],
  ["#3f7d20", "#7ee787"],
] as const;

const STYLE = `
  .paper { fill: #ffffff } text { fill: #24292f; font: 12px system-ui, sans-serif } .title { font-weight: 600 }
  .minor { fill: #57606a; font-size: 11px } .grid { stroke: #d0d7de } .axis { stroke: #57606a } .line { fill: none; stroke-width: 1.5 }
  ${COLOURS.map(([light], index) => `.c${index} { stroke: ${light} }`).join(" ")}
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } text { fill: #e6edf3 } .minor { fill: #9198a1 } .grid { stroke: #30363d } .axis { stroke: #9198a1 }
    ${COLOURS.map(([, dark], index) => `.c${index} { stroke: ${dark} }`).join(" ")}
  }`;

/** Draws panels of lines over time, in minutes, as an SVG that is legible on light and on dark pages. */
export function drawChart({ title, moments, panels }: Chart): string {
  const height = TOP + panels.length * (PLOT + GAP) + BOTTOM;
  const drawn = panels.map((panel, index) => drawPanel(panel, moments, TOP + GAP / 2 + index * (PLOT + GAP)));
  const middle = LEFT + (WIDTH - LEFT - RIGHT) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${LEFT}" y="24">${escape(title)}</text>`,
    ...drawn,
    `<text class="minor" x="${middle}" y="${height - 8}" text-anchor="middle">minutes since the load began</text>`,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ title, lines }: Panel, moments: readonly number[], top: number): string {
  const highest = Math.max(...lines.flatMap(({ values }) => values));
  const steps = stepsTo(highest);
  const ceiling = steps.at(-1)!;
  const end = moments.at(-1)! / 60;
  const x = (minutes: number): number => LEFT + (minutes / end) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => top + PLOT - (value / ceiling) * PLOT;
  const rows = steps.map((step) => [
    `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(step))}" y2="${round(y(step))}"/>`,
    `<text class="minor" x="${LEFT - 8}" y="${round(y(step) + 4)}" text-anchor="end">${step.toLocaleString("en")}</text>`,
  ]);
  const columns = stepsTo(end)
    .filter((minutes) => minutes <= end)
    .map((minutes) => [
      `<line class="axis" x1="${round(x(minutes))}" x2="${round(x(minutes))}" y1="${top + PLOT}" y2="${top + PLOT + 4}"/>`,
      `<text class="minor" x="${round(x(minutes))}" y="${top + PLOT + 16}" text-anchor="middle">${minutes}</text>`,
    ]);
  const paths = lines.map(({ values }, index) => {
    const points = values.map((value, at) => `${round(x(moments[at]! / 60))},${round(y(value))}`);
    return `<polyline class="line c${index}" points="${points.join(" ")}"/>`;
  });
  return [
    `<text x="${LEFT}" y="${top - 8}">${escape(title)}</text>`,
    lines.length > 1 ? legend(lines, top - 8) : "",
    ...rows.flat(),
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${top + PLOT}" y2="${top + PLOT}"/>`,
    ...columns.flat(),
    ...paths,
  ].join("\n");
}

/** From the right: a stroke of each line's colour, and its name, in about six units a character. */
function legend(lines: readonly Line[], baseline: number): string {
  let right = WIDTH - RIGHT;
  const entries = lines.map(({ name }, index) => [name, index] as const).toReversed();
  return entries
    .map(([name, index]) => {
      const start = right - name.length * 6 - 26;
      const [from, to, level] = [start, start + 20, baseline - 4];
      right = start - 16;
      return [
        `<line class="line c${index}" x1="${from}" x2="${to}" y1="${level}" y2="${level}"/>`,
        `<text class="minor" x="${to + 6}" y="${baseline}">${escape(name)}</text>`,
      ].join("");
    })
    .join("\n");
}

/** From 0 to at least a value, in three to six steps of 1, 2 or 5 times a power of ten. */
function stepsTo(value: number): number[] {
  const least = Math.max(value, 1e-9) / 5;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least * 0.999)!;
  const count = Math.ceil(value / step - 1e-9);
  return Array.from({ length: Math.max(1, count) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
