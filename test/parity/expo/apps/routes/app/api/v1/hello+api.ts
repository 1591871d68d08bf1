import { show } from "../../../lib/show";

export const GET = show("api/v1/hello+api.ts");
