import { describeBody } from "../../../lib/body.js";

export const config = {
  maxDuration: 5, regions: ["fra1"], other: 1, runtime: "nodejs",
  api: { externalResolver: true, unknown: true, responseLimit: false },
};

export default function handler(req, res) {
  describeBody(req, res);
}
