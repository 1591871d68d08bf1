const kinds = {
  draft: (res) => res.setDraftMode(),
  "draft-true": (res) => res.setDraftMode({ enable: true }),
  "draft-false": (res) => res.setDraftMode({ enable: false }),
  "draft-null": (res) => res.setDraftMode(null),
  "draft-twice": (res) => { res.setDraftMode(); res.setDraftMode(); },
  "draft-on-off": (res) => { res.setDraftMode({ enable: true }); res.setDraftMode({ enable: false }); },
  "draft-after-cookie": (res) => { res.setHeader("Set-Cookie", "a=1"); res.setDraftMode(); },
  "draft-before-cookie": (res) => { res.setDraftMode(); res.setHeader("Set-Cookie", "a=1"); },
  preview: (res) => res.setPreviewData({ a: 1 }),
  "preview-text": (res) => res.setPreviewData("text"),
  "preview-null": (res) => res.setPreviewData(null),
  "preview-undefined": (res) => res.setPreviewData(undefined),
  "preview-age": (res) => res.setPreviewData({ a: 1 }, { maxAge: 60 }),
  "preview-age-zero": (res) => res.setPreviewData({ a: 1 }, { maxAge: 0 }),
  "preview-path": (res) => res.setPreviewData({ a: 1 }, { path: "/api" }),
  "preview-age-path": (res) => res.setPreviewData({ a: 1 }, { maxAge: 60, path: "/api" }),
  "preview-large": (res) => res.setPreviewData("x".repeat(2000)),
  "preview-twice": (res) => { res.setPreviewData(1); res.setPreviewData(2); },
  clear: (res) => res.clearPreviewData(),
  "clear-path": (res) => res.clearPreviewData({ path: "/api" }),
  "clear-twice": (res) => { res.clearPreviewData(); res.clearPreviewData(); },
  "clear-after-preview": (res) => { res.setPreviewData(1); res.clearPreviewData(); },
};

export default function handler(req, res) {
  const { kind } = req.query;
  if (kind === "read") {
    const { preview, previewData, draftMode } = req;
    return void res.json({ preview: preview ?? "none", previewData: previewData ?? "none", draftMode: draftMode ?? "none" });
  }
  try {
    kinds[kind](res);
  } catch (error) {
    return void res.status(400).end(error.message);
  }
  res.end("set");
}
