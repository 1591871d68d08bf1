export const config = { maxDuration: 0.05 };

/** Is never done in time. */
export default function handler(req, res) {
  if (req.query.begin !== undefined) res.write("the first bytes");
  return new Promise((_resolve, reject) => {
    req.signal.addEventListener("abort", () => reject(req.signal.reason));
  });
}
