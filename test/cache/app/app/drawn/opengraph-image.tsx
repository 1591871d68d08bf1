import { token } from "@/token";

export const generateImageMetadata = (): unknown[] => [{ id: "a" }, { id: "b", contentType: "image/png" }];
export default async function Image({ id }: { id: Promise<string> }): Promise<Response> {
  return new Response(`${await id} ${token()}`);
}
