import { show } from "../../lib/show";

export const GET = show("users/[...rest]+api.ts");
