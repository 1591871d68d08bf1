import type { Row, Section } from "../../row.ts";

const FORM = "application/x-www-form-urlencoded";
const posted = (
  name: string,
  headers: Record<string, string>,
  method = "POST",
  path = "/methods/post",
): Row => ({
  name: `origin check: ${name}`,
  method,
  path,
  headers,
  body: "a=1",
});

export const origins: Section = {
  title: "the check of origins",
  rows: [
    posted("a form without an origin", { "Content-Type": FORM }),
    posted("a form of this origin", { "Content-Type": FORM, Origin: "http://parity.test" }),
    posted("a form of another origin", { "Content-Type": FORM, Origin: "http://evil.example" }),
    posted("a form of this host by https", { "Content-Type": FORM, Origin: "https://parity.test" }),
    posted("a form with the origin null", { "Content-Type": FORM, Origin: "null" }),
    posted("a text of another origin", {
      "Content-Type": "text/plain;charset=UTF-8",
      Origin: "http://evil.example",
    }),
    posted("a multipart form in other letters", {
      "Content-Type": "Multipart/Form-Data; boundary=x",
      Origin: "http://evil.example",
    }),
    posted("JSON of another origin", { "Content-Type": "application/json", Origin: "http://evil.example" }),
    posted("no content type, of another origin", { Origin: "http://evil.example" }),
    posted("no content type and no origin", {}),
    posted("an empty content type", { "Content-Type": "" }),
    posted("PUT of a form", { "Content-Type": FORM }, "PUT"),
    posted("DELETE without a content type", {}, "DELETE"),
    posted("PATCH of JSON", { "Content-Type": "application/json" }, "PATCH"),
    posted("PROPFIND without a content type", {}, "PROPFIND"),
    posted("OPTIONS of a form", { "Content-Type": FORM }, "OPTIONS", "/methods/all"),
    posted("a path that is no route", { "Content-Type": FORM }, "POST", "/nowhere"),
    posted("a forged host", { "Content-Type": FORM, Origin: "http://evil.example", Host: "evil.example" }),
    posted("a forged forwarded host", {
      "Content-Type": FORM,
      Origin: "http://evil.example",
      "X-Forwarded-Host": "evil.example",
    }),
  ],
};
