import type { MetadataRoute } from "next";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Näme",
    short_name: "N",
    start_url: "/",
    display: "standalone",
    icons: [{ src: "/i.png", sizes: "any" }],
  };
}
