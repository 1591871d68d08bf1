import { refused } from "pages-api/next/refused";

export const cookies = refused("next/headers", "cookies");
export const draftMode = refused("next/headers", "draftMode");
export const headers = refused("next/headers", "headers");
