import { installing } from "../support/suite.ts";

export default installing(import.meta.dirname);
