const { GREETING } = process.env;

export default (req: any, res: any): void => {
  const { COUNT } = process.env;
  const all = { direct: process.env.GREETING, bracket: process.env["COUNT"], GREETING, COUNT };
  res.json({ url: req.url, query: req.query, all, whole: process.env.NOT_THERE ?? null });
};
