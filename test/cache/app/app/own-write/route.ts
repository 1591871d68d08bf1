import { revalidateTag, unstable_cache } from "next/cache";
import { token } from "@/token";
const cached = unstable_cache(async () => token(), ["own-write"], { tags: ["own-write"] });
export const GET = async (): Promise<Response> => Response.json(await cached());
export async function POST(): Promise<Response> {
  const before = await cached();
  revalidateTag("own-write", { expire: 0 });
  return Response.json({ same: before === (await cached()) });
}
export async function PUT(): Promise<Response> {
  const before = await cached();
  revalidateTag("own-write", "max");
  return Response.json({ same: before === (await cached()) });
}
