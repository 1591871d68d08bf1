export const generateStaticParams = (): { lang: string }[] => [{ lang: "en" }, { lang: "de" }];
export default function Layout({ children }: { children: unknown }): unknown {
  return children;
}
