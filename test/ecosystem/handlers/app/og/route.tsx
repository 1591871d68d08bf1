import { ImageResponse } from "next/og";

export async function GET(request: Request) {
  const title = new URL(request.url).searchParams.get("title") ?? "none";
  return new ImageResponse(
    <div style={{ display: "flex", width: "100%", height: "100%", background: "#fff", fontSize: 60 }}>
      {title}
    </div>,
    { width: 600, height: 315, headers: { "x-drawn": "yes" } },
  );
}
