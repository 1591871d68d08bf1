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
  /**
   * Fires when the client has left, or the route's `maxDuration` is up, before the answer is complete. Always there; in
   * this type it may be absent, since Next's has nothing of the kind, and either is to do for the other.
   */
  readonly signal?: AbortSignal;
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

/** Bytes, or a string such as `"500kb"`. */
type SizeLimit = number | `${number}${"k" | "K" | "m" | "M" | "g" | "G" | "t" | "T" | "p" | "P"}${"b" | "B"}`;

/** The type of a route file's `config` export, as Next has it; `extended` is of this package. */
export interface PageConfig {
  api?: {
    /** `false` leaves the body unread, for the route to read. `sizeLimit` is `"1mb"` by default. */
    bodyParser?:
      | { sizeLimit?: SizeLimit; /** Parse nested keys of forms with qs. */ extended?: boolean }
      | false;
    /** The size of an answer from which a warning is logged; `true` for 4 MB, `false` for none. */
    responseLimit?: SizeLimit | boolean;
    /** The answer is sent by other code later on: no warning when the handler returns without one. */
    externalResolver?: true;
  };
  runtime?: "nodejs" | "edge" | "experimental-edge";
  /** Seconds for a complete answer. */
  maxDuration?: number;
  /** What Next has for pages has no effect. */
  [key: string]: any;
}
