import { revalidatePath, revalidateTag } from "next/cache";

export async function POST(request, { params }) {
  const path = new URL(request.url).searchParams.get("path");
  if (path === null) revalidateTag((await params).tag, { expire: 0 });
  else revalidatePath(path);
  return new Response("done");
}
