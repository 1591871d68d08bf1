import { basename } from "node:path";

import settings from "../../../lib/settings.json";

const { plus } = require("../../../lib/common.cjs");

export default function handler(req, res) {
  res.json({ name: basename("/a/b.js"), sum: plus(2, 3), settings, require: typeof require });
}
