export default async function sitemap(props: unknown): Promise<{ url: string }[]> {
  return [{ url: `https://a.test/of?${JSON.stringify(props)}` }];
}
