import { refused } from "pages-api/next/refused";

export default refused("next/document", "default");
export const Head = refused("next/document", "Head");
export const Html = refused("next/document", "Html");
export const Main = refused("next/document", "Main");
export const NextScript = refused("next/document", "NextScript");
