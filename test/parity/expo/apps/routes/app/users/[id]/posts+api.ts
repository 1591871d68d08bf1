import { show } from "../../../lib/show";

export const GET = show("users/[id]/posts+api.ts");
