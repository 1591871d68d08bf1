import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./i18n.ts");

export default withNextIntl({
  headers: async () => [{ source: "/api/:path*", headers: [{ key: "x-by-config", value: "yes" }] }],
});
