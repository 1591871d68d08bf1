import { ImageResponse } from "next/og";

export const size = { width: 400, height: 200 };
export const contentType = "image/png";

export default async function Image({ params }: { params: Promise<{ title: string }> }) {
  const { title } = await params;
  return new ImageResponse(<div style={{ display: "flex", fontSize: 40 }}>{title}</div>, size);
}
