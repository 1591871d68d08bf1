import { refused } from "pages-api/next/refused";

export default refused("next/image", "default");
export const getImageProps = refused("next/image", "getImageProps");
