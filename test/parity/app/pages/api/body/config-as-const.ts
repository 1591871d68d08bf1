export const config = { api: { bodyParser: false } } as const;

export default function handler(req: { body?: unknown }, res: { json(value: unknown): void }): void {
  res.json({ body: typeof req.body });
}
