import { HELLO } from "../../../../content.js";

export const GET = () => Response.json(HELLO);
