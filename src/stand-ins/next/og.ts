import { createRequire } from "node:module";
import { UnsupportedNextApi } from "./unsupported.ts";

const PACKAGE = "@vercel/og";

/** Those of the package, and of a Response. */
export interface ImageResponseOptions extends ResponseInit {
  width?: number;
  height?: number;
  fonts?: { name: string; data: Buffer | ArrayBuffer; weight?: number; style?: string; lang?: string }[];
  emoji?: string;
  debug?: boolean;
}

type Options = ImageResponseOptions;
interface Drawing {
  readonly ImageResponse: new (element: unknown, options: Options) => Response;
}

/**
 * `ImageResponse` of `next/og`: a PNG image, drawn by the package `@vercel/og` of the project when it is sent.
 *
 * @throws UnsupportedNextApi where the package is not installed
 */
export class ImageResponse extends Response {
  static readonly displayName = "ImageResponse";

  /**
   * @param element a React element
   * @param options `width`, `height`, `fonts`, `emoji`, `debug` of the package; `status`, `statusText`, `headers`
   */
  constructor(element: unknown, options: Options = {}) {
    assertInstalled();
    const { status, statusText, headers: given, ...drawing } = options;
    const headers = new Headers({
      "content-type": "image/png",
      "cache-control":
        process.env["NODE_ENV"] === "development"
          ? "no-cache, no-store"
          : "public, immutable, no-transform, max-age=31536000",
    });
    for (const [name, value] of new Headers(given)) headers.set(name, value);
    super(streamOf(element, drawing), {
      headers,
      ...(status !== undefined && { status }),
      ...(statusText !== undefined && { statusText }),
    });
  }
}

/** The bytes of the image; the package is loaded when the first are asked for. */
function streamOf(element: unknown, options: Options): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      reader ??= await readerOf(element, options);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader?.cancel(reason),
  });
}

async function readerOf(
  element: unknown,
  options: Options,
): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  // A variable: the compiler leaves the import as it is.
  const name = PACKAGE;
  try {
    const drawing = (await import(name)) as Drawing;
    return new drawing.ImageResponse(element, options).body!.getReader();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_UNKNOWN_FILE_EXTENSION") throw cause;
    const message = `This version of ${PACKAGE} does not load in Node ${process.versions.node}. Run: npm install ${PACKAGE}@0`;
    throw new Error(message, { cause });
  }
}

function assertInstalled(): void {
  try {
    createRequire(import.meta.url).resolve(PACKAGE);
  } catch (error) {
    // Others are about how it may be loaded: it is there.
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") return;
    throw new UnsupportedNextApi(
      "next/og",
      "ImageResponse",
      `It needs the package ${PACKAGE}. Run: npm install ${PACKAGE}`,
    );
  }
}
