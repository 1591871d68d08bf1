export const revalidate = 60;
export default async function sitemap(): Promise<{ url: string }[]> {
  return [{ url: "https://a.test/one" }];
}
