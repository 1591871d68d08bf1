/** What `import type … from "next"` finds where Next is not installed. */
export type { PageConfig } from "../conventions/pages-api/config.ts";
export type { NextApiHandler, NextApiRequest, NextApiResponse, PreviewData } from "./api.ts";
