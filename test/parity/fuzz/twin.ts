/** Names of files that Next cannot serve, and those under which the same tree is served by it. */
const TWINS: Record<string, string> = {
  "a b": "qq-a-b",
  é: "qq-e",
  "[constructor]": "[qq-constructor]",
  "[__proto__]": "[qq-__proto__]",
};
const NAMES = new Map(Object.entries(TWINS));
const BRACKETS = /^\[|\]$/g;

/** @param name a folder, or a file with its extension or without */
export function twinOf(name: string): string {
  const [whole, extension = ""] = /^(.+?)(\.\w+)?$/.exec(name)?.slice(1) ?? [name];
  const twin = NAMES.get(whole ?? name);
  return twin === undefined ? (NAMES.get(name) ?? name) : `${twin}${extension}`;
}

/** Gives the names in an answer of Next their own spelling again. */
export function withoutTwins(text: string): string {
  let own = text;
  for (const [name, twin] of NAMES)
    own = own.replaceAll(twin.replaceAll(BRACKETS, ""), name.replaceAll(BRACKETS, ""));
  return own;
}
