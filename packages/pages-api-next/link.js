import { refused } from "pages-api/next/refused";

export default refused("next/link", "default");
export const useLinkStatus = refused("next/link", "useLinkStatus");
