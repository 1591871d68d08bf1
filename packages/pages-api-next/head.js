import { refused } from "pages-api/next/refused";

export default refused("next/head", "default");
