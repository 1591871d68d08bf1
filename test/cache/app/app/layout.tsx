export default function Layout({ children }: { children: unknown }): unknown {
  return (
    <html lang="en">
      <body>{children as never}</body>
    </html>
  );
}
