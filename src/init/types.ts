import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "./step.ts";

const TYPES = "pages-api/next";
const LINE = `"types": ["node", "${TYPES}"]`;

interface TsConfig {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: { readonly types?: readonly string[] };
}

/** The line of `tsconfig.json` by which `import type … from "next"` type-checks without Next. */
export function typesStep(
  from: string,
  to: string,
  moves: boolean,
): { step?: Step; note?: string } | undefined {
  const file = "tsconfig.json";
  const source = existsSync(join(to, file)) ? join(to, file) : join(from, file);
  if (!existsSync(source)) return undefined;
  // With Next installed its own types are the ones.
  if (!moves) return undefined;
  const text = readFileSync(source, "utf8");
  try {
    const config = JSON.parse(text) as TsConfig;
    const types = config.compilerOptions?.types ?? ["node"];
    if (types.includes(TYPES)) return undefined;
    const lost = [config.extends ?? []]
      .flat()
      .find((each) => each.startsWith("..") && !existsSync(join(to, each)));
    const note =
      lost === undefined ? undefined : `${file} extends ${lost}, which is not there: correct the path.`;
    const compilerOptions = { ...config.compilerOptions, types: [...types, TYPES] };
    return {
      step: {
        file,
        text: `${JSON.stringify({ ...config, compilerOptions }, undefined, 2)}\n`,
        adds: ["types"],
      },
      ...(note !== undefined && { note }),
    };
  } catch {
    // Comments are the user's: they are not lost.
    return {
      ...(source === join(to, file) ? {} : { step: { file, from: source } }),
      note: `Add to compilerOptions of ${file}: ${LINE}`,
    };
  }
}
