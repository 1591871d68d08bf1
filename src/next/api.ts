import type { IncomingMessage, ServerResponse } from "node:http";

/** The request that an API route gets. The type is Next's; at run time it is Node's own request. */
export interface NextApiRequest extends IncomingMessage {
  /** Query string and route params in one object; params win. */
  query: Partial<Record<string, string | string[]>>;
  cookies: Partial<Record<string, string>>;
  /** What the body parser made of the body; `undefined` when it is off. */
  body: any;
  /** Declared by Next's types; never there, as in Next. */
  env: Record<string, string | undefined>;
  draftMode?: boolean;
  preview?: boolean;
  previewData?: PreviewData;
  /** Fires when the client has left, or the route's `maxDuration` is up, before the answer is complete. Not in Next. */
  readonly signal: AbortSignal;
  /** The request's id, with the server's `requestId` or `accessLog`. Not in Next. */
  id?: string;
}

export type PreviewData = string | false | object | undefined;

/** The response that an API route gets: Node's own, with helpers. `Data` is what `json` and `send` take. */
export type NextApiResponse<Data = any> = ServerResponse & {
  /** Sends a string, Buffer or stream as it is, and anything else as JSON. */
  send: (body: Data) => void;
  /** Sends a value as JSON. */
  json: (body: Data) => void;
  status: (statusCode: number) => NextApiResponse<Data>;
  redirect(url: string): NextApiResponse<Data>;
  redirect(status: number, url: string): NextApiResponse<Data>;
  setDraftMode: (options: { enable: boolean }) => NextApiResponse<Data>;
  /** `maxAge` in seconds; by default the browser forgets the data when it is closed. */
  setPreviewData: (
    data: object | string,
    options?: { maxAge?: number; path?: string },
  ) => NextApiResponse<Data>;
  clearPreviewData: (options?: { path?: string }) => NextApiResponse<Data>;
  /** Not available: there are no pages to generate anew. */
  revalidate: (urlPath: string, options?: { unstable_onlyGenerated?: boolean }) => Promise<void>;
};

/** What a route file exports by default. */
export type NextApiHandler<T = any> = (req: NextApiRequest, res: NextApiResponse<T>) => unknown;
