export default function handler(req, res) {
  if (req.query.set !== undefined) res.setPreviewData({ user: req.query.set });
  res.json({ preview: req.preview ?? false, data: req.previewData });
}
