import { show } from "../../lib/show";

export const GET = show("[any]/anyleaf+api.ts");
