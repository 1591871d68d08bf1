import { show } from "../../../lib/show";

export const GET = show("users/new/index+api.ts");
