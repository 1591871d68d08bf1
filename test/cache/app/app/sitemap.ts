import type { MetadataRoute } from "next";

export default function sitemap(): MetadataRoute.Sitemap {
  return [
    { url: "https://a.test/?a=1&b=<2>" },
    {
      url: "https://a.test/about",
      lastModified: new Date(0),
      changeFrequency: "yearly",
      priority: 0.8,
      alternates: { languages: { es: "https://a.test/es", de: "https://a.test/de" } },
      images: ["https://a.test/i.png", "https://a.test/j.png?a&b"],
    },
    {
      url: "https://a.test/video",
      lastModified: "2024-01-02",
      priority: 0,
      videos: [
        {
          title: "t & t",
          thumbnail_loc: "https://a.test/t.png",
          description: "d <d>",
          content_loc: "https://a.test/v.mp4",
          player_loc: "https://a.test/p",
          duration: 5,
          expiration_date: "2030-01-01",
          rating: 4.5,
          view_count: 3,
          publication_date: new Date(0),
          family_friendly: "yes",
          requires_subscription: "no",
          live: "no",
          tag: "tag",
          uploader: { info: "https://a.test/u", content: "u" },
          restriction: { relationship: "allow", content: "DE US" },
          platform: { relationship: "deny", content: "tv" },
        } as never,
      ],
    },
  ];
}
