import { read } from "@/read";

export const fetchCache = "only-no-store";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/only-no-store/plain"),
  forced: () => read("/only-no-store/forced", { cache: "force-cache" }),
  stored: () => read("/only-no-store/stored", { cache: "no-store" }),
  timed: () => read("/only-no-store/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/only-no-store/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
