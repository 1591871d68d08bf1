import { stream } from "../../content.js";

export default function handler(req, res) {
  res.setHeader("Content-Type", "application/octet-stream");
  stream().pipe(res);
}
