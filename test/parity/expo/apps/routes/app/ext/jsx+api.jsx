import { show } from "../../lib/show";

export const GET = show("ext/jsx+api.jsx");
