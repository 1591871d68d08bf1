import { show } from "../../lib/show";

export const GET = show("users/me+api.ts");
