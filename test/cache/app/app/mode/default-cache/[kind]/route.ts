import { read } from "@/read";

export const fetchCache = "default-cache";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/default-cache/plain"),
  forced: () => read("/default-cache/forced", { cache: "force-cache" }),
  stored: () => read("/default-cache/stored", { cache: "no-store" }),
  timed: () => read("/default-cache/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/default-cache/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
