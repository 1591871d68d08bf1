import { token } from "@/token";

export const generateSitemaps = async (): Promise<{ id: number | string }[]> => [{ id: 0 }, { id: "named" }];
export default async function sitemap({ id }: { id: Promise<string> }): Promise<{ url: string }[]> {
  const value = await id;
  return [{ url: `https://a.test/products/${value}?type=${typeof value}&${token()}` }];
}
