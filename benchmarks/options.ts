import { parseArgs } from "node:util";
import { type Contender, CONTENDERS, earlier } from "./contenders.ts";
import { type Load, LOADS } from "./loads.ts";

export interface Options {
  readonly contenders: readonly Contender[];
  readonly loads: readonly Load[];
  readonly rounds: number;
  readonly seconds: number;
  /** Requests after which memory is measured; 0 for no measurement of memory at all. */
  readonly requests: number;
  /** Only a whole run stands in the README. */
  readonly write: boolean;
}

const QUICK = ["raw", "pages-api", "fastify"];

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      contenders: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string", default: "1" },
      before: { type: "string" },
      write: { type: "boolean" },
    },
  });
  const { quick, only, before } = values;
  const names = values.contenders?.split(",") ?? (quick ? QUICK : CONTENDERS.map(({ name }) => name));
  // The floor is always there: all figures are ratios to it.
  const chosen = CONTENDERS.filter(({ name }) => name === "raw" || names.includes(name));
  const whole = !quick && only === undefined && values.contenders === undefined;
  return {
    contenders: before === undefined ? chosen : [...chosen, earlier(before)],
    loads: LOADS.filter(
      (load) => matches(load, only) && (!quick || only !== undefined || load.quick === true),
    ),
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    seconds: Number(values.seconds),
    requests: whole ? 1_000_000 : 0,
    write: values.write ?? whole,
  };
}

function matches({ name }: Load, only: string | undefined): boolean {
  if (only === undefined) return true;
  // A name may have a comma of its own.
  return only.split(/,(?=\S)/).some((part) => name.toLowerCase().startsWith(part.toLowerCase()));
}
