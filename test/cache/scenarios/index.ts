import { again, made, params } from "./answers.ts";
import { cached, calls } from "./calls.ts";
import { fetched } from "./fetch.ts";
import { metadata } from "./metadata.ts";
import type { Scenario } from "./step.ts";

export const scenarios: Scenario[] = [
  ...made,
  ...again,
  ...params,
  ...fetched,
  ...cached,
  ...calls,
  ...metadata,
];
