import { refused } from "pages-api/next/refused";

/** Next's own server, `next({ dev })`. */
export default refused("next", "default");
