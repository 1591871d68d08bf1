import type { Row, Section } from "../row.ts";
import { withBetter } from "./better.ts";
import { always, never } from "./rows/slashes.ts";
import { errors } from "./rows/errors.ts";
import { legacy } from "./rows/legacy.ts";
import { plain } from "./rows/plain.ts";

/** The rows of each app in `app/`. */
export const apps: Readonly<Record<string, readonly Section[]>> = {
  plain: sectionsOf("plain", plain),
  errors: sectionsOf("errors", errors),
  always: sectionsOf("always", always),
  never: sectionsOf("never", never),
  legacy: sectionsOf("legacy", legacy),
};

export function rowsOf(app: string): Row[] {
  return (apps[app] ?? []).flatMap(({ rows }) => rows);
}

function sectionsOf(app: string, sections: readonly Section[]): Section[] {
  return sections.map(({ title, rows }) => ({ title, rows: rows.map((row) => withBetter(app, row)) }));
}
