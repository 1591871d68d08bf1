import type { NextApiRequest, NextApiResponse } from "next";

import { place } from "@/folder";

import { Colour, Dog, Shapes, Size } from "../../../lib/colour";

const sizes = { small: Size.Small } satisfies Record<string, number>;

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const dog = new Dog("Rex");
  res.json({ place, colour: Colour.Red, sizes, corners: Shapes.corners.square, dog: dog.describe() });
}
