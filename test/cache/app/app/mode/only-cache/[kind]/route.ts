import { read } from "@/read";

export const fetchCache = "only-cache";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/only-cache/plain"),
  forced: () => read("/only-cache/forced", { cache: "force-cache" }),
  stored: () => read("/only-cache/stored", { cache: "no-store" }),
  timed: () => read("/only-cache/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/only-cache/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
