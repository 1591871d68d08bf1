import { unstable_cache } from "next/cache";
import { token } from "@/token";
export const revalidate = 60;
const cached = unstable_cache(async () => token(), ["static-cached"], { tags: ["cached-tag"], revalidate: 30 });
export const GET = async (): Promise<Response> => Response.json({ token: token(), cached: await cached() });
