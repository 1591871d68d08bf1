import { read } from "@/read";

export const fetchCache = "force-no-store";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/force-no-store/plain"),
  forced: () => read("/force-no-store/forced", { cache: "force-cache" }),
  stored: () => read("/force-no-store/stored", { cache: "no-store" }),
  timed: () => read("/force-no-store/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/force-no-store/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
