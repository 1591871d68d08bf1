import { token } from "@/token";

export default async function Image({ params }: { params: Promise<{ name: string }> }): Promise<Response> {
  return new Response(`${(await params).name} ${token()}`);
}
