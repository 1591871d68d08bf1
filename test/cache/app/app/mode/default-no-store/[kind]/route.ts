import { read } from "@/read";

export const fetchCache = "default-no-store";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/default-no-store/plain"),
  forced: () => read("/default-no-store/forced", { cache: "force-cache" }),
  stored: () => read("/default-no-store/stored", { cache: "no-store" }),
  timed: () => read("/default-no-store/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/default-no-store/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
