import { show } from "../../../../lib/show";

export const GET = show("users/[id]/posts/[post]+api.ts");
