import { HELLO } from "../../content.js";

export default function handler(req, res) {
  res.status(200).json(HELLO);
}
