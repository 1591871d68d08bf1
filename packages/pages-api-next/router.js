import { refused } from "pages-api/next/refused";

export default refused("next/router", "default");
export const useRouter = refused("next/router", "useRouter");
export const withRouter = refused("next/router", "withRouter");
