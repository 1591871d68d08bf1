/** What `import type … from "next"` finds where Next is not installed. */
export type { NextApiHandler, NextApiRequest, NextApiResponse, PageConfig, PreviewData } from "./api.ts";
export type { MetadataRoute } from "./metadata.ts";
