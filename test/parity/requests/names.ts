import { EQUIVALENT, NAMES, REACHABLE, SPELLED } from "../reasons.ts";
import type { Row } from "../row.ts";

const BETTER: [path: string, reason: string, route: string, query: object][] = [
  ["/api/with%20space", REACHABLE, "with space", {}],
  ["/api/h%C3%A9llo", REACHABLE, "héllo", {}],
  ["/api/h%c3%a9llo", REACHABLE, "héllo", {}],
  ["/api/%E6%97%A5%E6%9C%AC/%E8%AA%9E", REACHABLE, "日本/語", {}],
  ["/api/space%20name/7", REACHABLE, "space name/[id]", { id: "7" }],
  ["/api/%68ello", EQUIVALENT, "hello", {}],
  ["/api/%24money", EQUIVALENT, "$money", {}],
  ["/api/%40at", EQUIVALENT, "@at", {}],
  ["/api/%75sers/42", EQUIVALENT, "users/[id]", { id: "42" }],
  ["/api/users/%6De", EQUIVALENT, "users/me", {}],
  ["/api/users/42/%70osts", EQUIVALENT, "users/[id]/posts", { id: "42" }],
  ["/api/names/f/1", NAMES, "names/f/[constructor]", { constructor: "1" }],
  ["/api/names/j/1", NAMES, "names/j/[toString]", { toString: "1" }],
  ["/api/names/k/1", NAMES, "names/k/[hasOwnProperty]", { hasOwnProperty: "1" }],
  ["/api/opt/[[...path]]", SPELLED, "opt/[[...path]]", { path: ["[[...path]]"] }],
];

export const names: Row[] = [
  ...BETTER.map(([path, differs, route, query]) => ({
    name: `route of ${path}`,
    path,
    differs,
    ours: { status: 200, json: { route, query } },
  })),
  {
    name: "route of /api/names/g/1",
    path: "/api/names/g/1",
    differs: NAMES,
    ours: { status: 200, body: '{"route":"names/g/[__proto__]","query":{"__proto__":"1"}}' },
  },
  {
    name: "route of /api/names/n/1/2",
    path: "/api/names/n/1/2",
    differs: NAMES,
    ours: { status: 200, body: '{"route":"names/n/[...__proto__]","query":{"__proto__":["1","2"]}}' },
  },
];
