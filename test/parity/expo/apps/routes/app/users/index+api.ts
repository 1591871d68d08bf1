import { show } from "../../lib/show";

export const GET = show("users/index+api.ts");
