import { readSource, type Source, stampOf } from "./source.ts";

/** A file that is not a program, as a module: its bytes are the export `base64`. */
export async function transformData(file: string): Promise<Source> {
  const base64 = readSource(file, "base64");
  return {
    file,
    stamp: stampOf(file),
    format: "cjs",
    map: "",
    imports: new Map(),
    code: `exports.base64 = "${base64}";`,
  };
}
