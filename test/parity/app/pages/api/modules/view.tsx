import type { NextApiRequest, NextApiResponse } from "next";

interface Props<T> { value: T }
const identity = <T,>(props: Props<T>): T => props.value;

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  res.json({ value: identity({ value: "tsx" }) });
}
