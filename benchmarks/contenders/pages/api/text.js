import { TEXT } from "../../content.js";

export default function handler(req, res) {
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.send(TEXT);
}
