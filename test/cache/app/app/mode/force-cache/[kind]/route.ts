import { read } from "@/read";

export const fetchCache = "force-cache";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/force-cache/plain"),
  forced: () => read("/force-cache/forced", { cache: "force-cache" }),
  stored: () => read("/force-cache/stored", { cache: "no-store" }),
  timed: () => read("/force-cache/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/force-cache/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
