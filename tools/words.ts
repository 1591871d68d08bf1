/*
 * Checks the wording of the documents, and of messages, docstrings and comments: phrases that read as translated,
 * sentences of more than 40 words, lines of the documents beyond 120 characters. `npm run words`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const MOST_WORDS = 40;
const MOST_CHARACTERS = 120;

/** A phrase, and what to write instead. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:tells? of|tells? (?:about|whether|that|what|why|it)|is told|are told|was told|told of|hears? of)\b/i,
    "reports, logs, notifies",
  ],
  [/\bmeans? nothing\b/i, "is invalid"],
  [/\b(?:is|are|be) in force\b/i, "applies"],
  [/\bcom(?:es?|ing) of\b/i, "is caused by"],
  [/\bstands? in (?:the|its|docs|this)\b/i, "is in"],
  [/\bwho look on\b/i, "observers"],
  [/\bbetter (?:than Next )?on purpose\b/i, "differs deliberately"],
  [/\bas it was told\b/i, "as reported"],
  [/\btells? (?:them|us|[a-z]+ers?|[a-z]+ors?) (?:of|about|when|that|it)\b/i, "notifies"],
  [/^[\s/*]*Tells\b/, "Reports, notifies"],
  [/\b(?:the )?[a-z]+ of before\b(?!\.)/i, "previous, earlier"],
  [/\bmakes? nothing of\b/i, "ignores"],
  [/\b(?:slip of the pen|in vain|cannot be had|puts? .{1,20} in force)\b/i, "a plain verb"],
  [/\bfor what is no\b/i, "for an invalid"],
  [/\bif it is none\b/i, "if it is not one"],
  [
    /(?<!\bthere )\b(?:is|are) no (?!longer|more|such|one|other|different|less|later|better)[a-z]+/i,
    "is not a, are not",
  ],
];

interface Complaint {
  readonly place: string;
  readonly text: string;
}

const complaints: Complaint[] = [];

function checkPhrases(text: string, place: string): void {
  for (const [phrase, instead] of PHRASES) {
    const found = phrase.exec(text);
    if (found !== null) complaints.push({ place, text: `"${found[0]}": write ${instead}` });
  }
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !/node_modules|^\.vitepress/.test(file))
    .map((file) => `${folder}/${file}`);
}

const documents = [
  "README.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "benchmarks", "examples", "packages"].flatMap((folder) => filesBelow(folder, ".md")),
];
for (const file of documents) {
  const text = readFileSync(join(root, file), "utf8");
  let inCode = false;
  let paragraph = "";
  let start = 1;
  const finish = (): void => {
    for (const sentence of paragraph.split(/(?<=[.!?:;])\s/)) {
      const words = sentence.split(/\s+/).filter((word) => /\w/.test(word)).length;
      if (words > MOST_WORDS)
        complaints.push({ place: `${file}:${start}`, text: `a sentence of ${words} words` });
    }
    paragraph = "";
  };
  for (const [index, line] of text.split("\n").entries()) {
    const place = `${file}:${index + 1}`;
    if (line.startsWith("```")) inCode = !inCode;
    const isTable = line.startsWith("|");
    if (!inCode) checkPhrases(line.replaceAll(/`[^`]*`/g, "x"), place);
    // A row of a table is one line by its grammar, and so is an address.
    if (!inCode && !isTable && line.length > MOST_CHARACTERS && !/https?:\/\/\S{60,}/.test(line)) {
      complaints.push({ place, text: `${line.length} characters` });
    }
    if (inCode || isTable || line.trim() === "" || /^(?:#|[-*]|\d+\.|```)/.test(line.trim())) finish();
    if (inCode || isTable || line.startsWith("#") || line.startsWith("```")) continue;
    if (paragraph === "") start = index + 1;
    paragraph += ` ${line.trim()}`;
  }
  finish();
}

for (const file of filesBelow("src", ".ts")) {
  for (const [index, line] of readFileSync(join(root, file), "utf8").split("\n").entries()) {
    // Comments and texts; code itself has no phrases.
    if (/^\s*(?:\/\/|\/?\*)|["'`]/.test(line)) checkPhrases(line, `${file}:${index + 1}`);
  }
}

for (const { place, text } of complaints) console.error(`${place}: ${text}`);
console.log(`${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;
