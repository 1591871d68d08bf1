import { parseArgs } from "node:util";
import { type Contender, type Suite, SUITES } from "./contenders.ts";
import type { Load } from "./loads.ts";

export interface Options {
  readonly suites: readonly Plan[];
  readonly rounds: number;
  readonly turns: number;
  /** Only a whole run stands in the README. */
  readonly write: boolean;
}

/** What of a suite is measured. */
export interface Plan {
  readonly name: string;
  readonly contenders: readonly Contender[];
  readonly loads: readonly Load[];
  /** Requests after which memory is measured; 0 for no measurement of memory at all. */
  readonly requests: number;
}

const QUICK = ["raw", "pages-api", "fastify"];

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      suite: { type: "string" },
      only: { type: "string" },
      contenders: { type: "string" },
      rounds: { type: "string" },
      turns: { type: "string", default: "10" },
      before: { type: "string" },
      write: { type: "boolean" },
    },
  });
  const { quick, only, before, suite } = values;
  const names = values.contenders?.split(",") ?? (quick ? QUICK : undefined);
  const whole = !quick && only === undefined && values.contenders === undefined;
  const planOf = ({ name, contenders, loads, earlier }: Suite): Plan => {
    // The first is always there: all figures are ratios to it.
    const chosen = contenders.filter((each, index) => index === 0 || (names?.includes(each.name) ?? true));
    return {
      name,
      contenders: before === undefined ? chosen : [...chosen, earlier(before)],
      loads: loads.filter(
        (load) => matches(load, only) && (!quick || only !== undefined || load.quick === true),
      ),
      requests: whole && name === "loads" ? 1_000_000 : 0,
    };
  };
  const suites = SUITES.filter(({ name }) =>
    suite === undefined ? whole || name === "loads" : name === suite,
  );
  if (suites.length === 0)
    throw new Error(`There is no suite ${suite}: ${SUITES.map(({ name }) => name).join(", ")}.`);
  return {
    suites: suites.map(planOf),
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    turns: Number(values.turns),
    write: values.write ?? whole,
  };
}

function matches({ name }: Load, only: string | undefined): boolean {
  if (only === undefined) return true;
  // A name may have a comma of its own.
  return only.split(/,(?=\S)/).some((part) => name.toLowerCase().startsWith(part.toLowerCase()));
}
