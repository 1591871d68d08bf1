import { installing } from "../suite.ts";

export default installing(import.meta.dirname);
