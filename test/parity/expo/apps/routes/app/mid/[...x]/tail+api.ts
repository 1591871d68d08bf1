import { show } from "../../../lib/show";

export const GET = show("mid/[...x]/tail+api.ts");
