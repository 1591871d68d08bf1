import { show } from "../../lib/show";

export const GET = show("ext/tsx+api.tsx");
