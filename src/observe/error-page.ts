import { escapeHtml } from "../http/html.ts";
import type { ErrorDetails } from "./error-details.ts";

/** Asked by the page once a second: the answer changes when the project's files do. */
export const CHANGES_PATH = "/__pages-api/changes";

/** The page that a browser shows for a failed request, in development. Links open the editor. */
export function errorPage(details: readonly ErrorDetails[], request: string): string {
  const [first] = details;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(`${first!.name}: ${first!.message.split("\n", 1)[0]!}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="request">500 · ${escapeHtml(request)}</p>
${details.map(sectionOf).join("\n")}
<p class="hint">This page is shown in development only. It reloads when a file of the project changes.</p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function sectionOf({ name, message, frame, file, stack, isBeside }: ErrorDetails, index: number): string {
  const heading =
    index === 0
      ? `<h1>${escapeHtml(name)}</h1>`
      : `<h2>${isBeside ? "And" : "Caused by"} ${escapeHtml(name)}</h2>`;
  const link = (url: string, text: string): string =>
    `<p class="place"><a href="${escapeHtml(url)}">${escapeHtml(text)}</a></p>`;
  const place =
    frame === undefined
      ? file === undefined
        ? ""
        : link(editorUrl(file.path, 1, 1), file.name)
      : `${link(editorUrl(frame.file, frame.line, frame.column), `${frame.name}:${frame.line}:${frame.column}`)}\n` +
        `<pre class="frame">${frame.text.split("\n").map(lineOf).join("\n")}</pre>`;
  const frames = stack.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  const trace =
    frames === ""
      ? ""
      : `<details${index === 0 ? " open" : ""}><summary>Stack</summary><ol>${frames}</ol></details>`;
  return `<section>
${heading}
<p class="message">${escapeHtml(message)}</p>
${place}
${trace}
</section>`;
}

function lineOf(line: string): string {
  return line.startsWith(">") ? `<mark>${escapeHtml(line)}</mark>` : escapeHtml(line);
}

/** The address by which an editor opens a place: VS Code's, or that of the editor that `PAGES_API_EDITOR` names. */
function editorUrl(file: string, line: number, column: number): string {
  const editor = process.env["PAGES_API_EDITOR"] ?? "vscode";
  const path = encodeURI(file.replaceAll("\\", "/")).replaceAll(/[?#]/g, encodeURIComponent);
  if (editor === "idea" || editor === "webstorm") return `${editor}://open?file=${path}&line=${line}`;
  return `${editor}://file${path.startsWith("/") ? "" : "/"}${path}:${line}:${column}`;
}

const STYLE = `
:root { color-scheme: light dark; --back: #fff; --text: #1f2328; --soft: #656d76; --line: #d1d9e0; --panel: #f6f8fa; --mark: #ffebe9; --red: #b42318; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #30363d; --panel: #161b22; --mark: #4c1d1b; --red: #ff8182; --link: #79b8ff; } }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
h1, h2 { margin: 0; color: var(--red); font-size: 1.1rem; }
h2 { margin-top: 2rem; }
.request, .hint { color: var(--soft); font-size: 0.875rem; }
.message { margin: 0.25rem 0 1rem; font-size: 1.25rem; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere; }
.place { margin: 0 0 0.25rem; font-family: ui-monospace, monospace; font-size: 0.875rem; }
a { color: var(--link); }
pre, ol { margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); font: 0.875rem/1.6 ui-monospace, monospace; overflow-x: auto; }
mark { display: inline-block; min-width: 100%; background: var(--mark); color: inherit; }
ol { list-style: none; white-space: nowrap; }
summary { cursor: pointer; color: var(--soft); font-size: 0.875rem; }
`;

const SCRIPT = `
let known;
async function look() {
  try {
    const response = await fetch(${JSON.stringify(CHANGES_PATH)}, { cache: "no-store" });
    if (!response.ok) return;
    const now = await response.text();
    if (known !== undefined && now !== known) return location.reload();
    known = now;
  } catch {}
  setTimeout(look, 1000);
}
look();
`;
