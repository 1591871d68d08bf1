import type { IncomingMessage, ServerResponse } from "node:http";

/** What Node's types have of it from Node 26 on; Next's earlier types do not have it, and both have to work. */
type Signalled = IncomingMessage extends { readonly signal: AbortSignal }
  ? Pick<IncomingMessage, "method">
  : WithSignal;

interface WithSignal {
  /** Fires when the client has left, or the route's `maxDuration` is up, before the answer is complete. Always there. */
  readonly signal?: AbortSignal;
}

/** The request that an API route gets. The type is Next's; at run time it is Node's own request. */
export interface NextApiRequest extends IncomingMessage, Signalled {
  /**
   * Query string and route params in one object; params win. A repeated key is an array, and so is a catch-all param.
   *
   * @example const { pid } = req.query; // of pages/api/post/[pid].ts
   */
  query: Partial<Record<string, string | string[]>>;
  /**
   * The request's cookies by name, parsed when they are first read.
   *
   * @example const theme = req.cookies.theme ?? "light";
   */
  cookies: Partial<Record<string, string>>;
  /**
   * What the body parser made of the body, by its Content-Type: the value of JSON, an object of a form's fields, else a
   * string. `undefined` with `export const config = { api: { bodyParser: false } }`.
   */
  body: any;
  /** Declared by Next's types; never there, as in Next. */
  env: Record<string, string | undefined>;
  /** True in draft mode, which `res.setDraftMode` turns on by a cookie. */
  draftMode?: boolean;
  /** True in preview mode and in draft mode. */
  preview?: boolean;
  /** What `res.setPreviewData` was given; `{}` in draft mode, `false` when neither is on. */
  previewData?: PreviewData;
  /** The request's id, with the server's `requestId` or `accessLog`. Not in Next. */
  id?: string;
}

export type PreviewData = string | false | object | undefined;

/** The response that an API route gets: Node's own, with helpers. `Data` is what `json` and `send` take. */
export type NextApiResponse<Data = any> = ServerResponse & {
  /**
   * Sends a string, Buffer or stream as it is, and anything else as JSON; `null` or `undefined` sends no body.
   *
   * @throws TypeError for a function, a symbol, and for what JSON cannot hold.
   */
  send: (body: Data) => void;
  /**
   * Sends a value as JSON, with Content-Type, Content-Length and ETag.
   *
   * @example res.status(201).json({ id: 7 });
   * @throws TypeError for what JSON cannot hold, such as a BigInt.
   */
  json: (body: Data) => void;
  /**
   * Sets the status code, and returns the response: `res.status(404).json(…)`. Default: 200.
   *
   * @param statusCode from 100 to 999; another one answers 500 when the header is written.
   */
  status: (statusCode: number) => NextApiResponse<Data>;
  /**
   * Redirects with status 307, which keeps the method: a form that was posted is posted again. For 303 or another status
   * give it first.
   *
   * @param url sent as it is: a path, or an address with its origin.
   */
  redirect(url: string): NextApiResponse<Data>;
  /**
   * Redirects.
   *
   * @param status such as 303 after a form, or 308 for a permanent redirect.
   * @param url sent as it is: a path, or an address with its origin.
   */
  redirect(status: number, url: string): NextApiResponse<Data>;
  /** Turns draft mode on for this browser, by a cookie; `{ enable: false }` turns it off. */
  setDraftMode: (options: { enable: boolean }) => NextApiResponse<Data>;
  /** `maxAge` in seconds; by default the browser forgets the data when it is closed. */
  setPreviewData: (
    data: object | string,
    options?: { maxAge?: number; path?: string },
  ) => NextApiResponse<Data>;
  /** Turns preview mode and draft mode off. `path` is the one that the cookies were set with. */
  clearPreviewData: (options?: { path?: string }) => NextApiResponse<Data>;
  /** Makes the static answer of a path anew: here, or in the Next server that the option `revalidate` names. */
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
  /** `"edge"` gives the handler a web `Request`. Default: `"nodejs"`. */
  runtime?: "nodejs" | "edge" | "experimental-edge";
  /** Seconds for a complete answer. */
  maxDuration?: number;
  /** What Next has for pages has no effect. */
  [key: string]: any;
}
