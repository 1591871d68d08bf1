export default function robots(): unknown {
  return { rules: { userAgent: "*", allow: "/" } };
}
