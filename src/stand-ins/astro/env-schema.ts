/** A variable of `env.schema` in astro.config. */
export interface EnvField {
  readonly type: "string" | "number" | "boolean" | "enum";
  readonly context: "server" | "client";
  readonly access: "public" | "secret";
  readonly optional?: boolean;
  readonly default?: unknown;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly length?: number;
  readonly gt?: number;
  readonly lt?: number;
  readonly int?: boolean;
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly includes?: string;
  readonly url?: boolean;
}

export type EnvSchema = Readonly<Record<string, EnvField>>;

/** The value of a variable, or what is wrong with it. */
export function readVariable(
  name: string,
  field: EnvField,
  text: string | undefined,
): { value: unknown } | string {
  if (text === undefined || text === "") {
    if (field.default !== undefined) return { value: field.default };
    return field.optional === true ? { value: undefined } : `${name} is missing`;
  }
  switch (field.type) {
    case "number": {
      const value = Number(text);
      return Number.isNaN(value)
        ? `${name} is not a number: ${text}`
        : checked(name, value, numberRules(value, field));
    }
    case "boolean":
      if (["true", "1"].includes(text)) return { value: true };
      return ["false", "0"].includes(text) ? { value: false } : `${name} is not true or false`;
    case "enum":
      return checked(name, text, [
        [field.values?.includes(text) !== false, `one of ${field.values?.join(", ")}`],
      ]);
    default:
      return checked(name, text, textRules(text, field));
  }
}

type Rule = readonly [holds: boolean, expected: string];

function numberRules(value: number, { min, max, gt, lt, int }: EnvField): Rule[] {
  return [
    [min === undefined || value >= min, `at least ${min}`],
    [max === undefined || value <= max, `at most ${max}`],
    [gt === undefined || value > gt, `more than ${gt}`],
    [lt === undefined || value < lt, `less than ${lt}`],
    [int !== true || Number.isInteger(value), "a whole number"],
  ];
}

function textRules(
  text: string,
  { min, max, length, startsWith, endsWith, includes, url }: EnvField,
): Rule[] {
  return [
    [min === undefined || text.length >= min, `${min} characters or more`],
    [max === undefined || text.length <= max, `${max} characters or fewer`],
    [length === undefined || text.length === length, `${length} characters`],
    [startsWith === undefined || text.startsWith(startsWith), `a text that begins with ${startsWith}`],
    [endsWith === undefined || text.endsWith(endsWith), `a text that ends with ${endsWith}`],
    [includes === undefined || text.includes(includes), `a text with ${includes} in it`],
    [url !== true || URL.canParse(text), "a URL"],
  ];
}

function checked(name: string, value: unknown, rules: readonly Rule[]): { value: unknown } | string {
  const broken = rules.find(([holds]) => !holds);
  return broken === undefined ? { value } : `${name} is not ${broken[1]}`;
}

const kSchema: unique symbol = Symbol.for("pages-api.astro.env") as never;

/** The schemas of the projects of this process. */
export function schemaOf(): Record<string, EnvField> {
  return ((globalThis as { [kSchema]?: Record<string, EnvField> })[kSchema] ??= {});
}
