import type { HeaderList, Row } from "../../row.ts";
import { differs } from "./row.ts";

const FORM = "application/x-www-form-urlencoded";
const OTHER = { Origin: "http://other.test" };

function send(name: string, headers: HeaderList, method = "POST"): Row {
  return {
    name: `${method} ${name}`,
    method,
    path: "/form",
    headers,
    ...(method === "GET" ? {} : { body: "a=1" }),
    rule: { ignore: ["vary"] },
  };
}

/** Which requests Expo 58 takes for forms of another site. */
export const origin: Row[] = [
  send("a form without an origin", { "Content-Type": FORM }),
  send("a form of another site", { "Content-Type": FORM, ...OTHER }),
  send("a form of this site", { "Content-Type": FORM, Origin: "http://parity.test" }),
  send("a form of this host by another scheme", { "Content-Type": FORM, Origin: "https://parity.test" }),
  differs(
    send("a form of the origin of the app config", { "Content-Type": FORM, Origin: "https://app.test" }),
    "Expo's server allows the origin of the manifest, into which its export does not write that of the app config",
    { status: 200, body: "a=1" },
  ),
  send("a form of an opaque origin", { "Content-Type": FORM, Origin: "null" }),
  send("a form with an empty origin", { "Content-Type": FORM, Origin: "" }),
  send("a form with files of another site", { "Content-Type": "multipart/form-data; boundary=b", ...OTHER }),
  send("a text of another site", { "Content-Type": "TEXT/PLAIN; charset=utf-8", ...OTHER }),
  send("a body of no type of another site", OTHER),
  send("an empty type of another site", { "Content-Type": "", ...OTHER }),
  send("JSON of another site", { "Content-Type": "application/json", ...OTHER }),
  send("bytes of another site", { "Content-Type": "application/octet-stream", ...OTHER }),
  ...["same-origin", "none", "same-site", "cross-site", "other", ""].map((site) =>
    send(`a form that the browser calls ${site || "nothing"}`, {
      "Content-Type": FORM,
      "Sec-Fetch-Site": site,
    }),
  ),
  send("a form that the browser calls same-origin, of another one", {
    "Content-Type": FORM,
    "Sec-Fetch-Site": "same-origin",
    ...OTHER,
  }),
  send("a form that the browser calls cross-site, of this one", {
    "Content-Type": FORM,
    "Sec-Fetch-Site": "cross-site",
    Origin: "http://parity.test",
  }),
  ...["PUT", "DELETE", "OPTIONS", "GET", "PATCH"].map((method) =>
    send("a form of another site", { "Content-Type": FORM, ...OTHER }, method),
  ),
  {
    name: "POST a form of another site to no route",
    method: "POST",
    path: "/none",
    headers: { "Content-Type": FORM, ...OTHER },
    body: "a=1",
  },
];
