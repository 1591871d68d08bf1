import { read } from "@/read";

export const dynamic = "force-dynamic";

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/force-dynamic/plain"),
  forced: () => read("/force-dynamic/forced", { cache: "force-cache" }),
  stored: () => read("/force-dynamic/stored", { cache: "no-store" }),
  timed: () => read("/force-dynamic/timed", { next: { revalidate: 60 } }),
  tagged: () => read("/force-dynamic/tagged", { next: { tags: ["mode"] } }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();
