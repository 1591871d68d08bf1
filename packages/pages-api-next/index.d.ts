export type { NextApiHandler, NextApiRequest, NextApiResponse, PageConfig, PreviewData } from "pages-api";
