import { show } from "../../lib/show";

export const GET = show("echo/index+api.ts");
