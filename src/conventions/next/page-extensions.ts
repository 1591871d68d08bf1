/** The extensions of route files where nothing else is said: Next's default for `pageExtensions`, in its order. */
export const PAGE_EXTENSIONS: readonly string[] = ["tsx", "ts", "jsx", "js"];
