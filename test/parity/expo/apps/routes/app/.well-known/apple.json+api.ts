import { show } from "../../lib/show";

export const GET = show(".well-known/apple.json+api.ts");
