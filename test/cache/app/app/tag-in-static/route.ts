import { revalidateTag } from "next/cache";
import { token } from "@/token";
export const dynamic = "force-static";
export function GET(): Response {
  try {
    revalidateTag("x", "max");
    return Response.json([token(), "done"]);
  } catch (error) {
    return Response.json([token(), error instanceof Error]);
  }
}
