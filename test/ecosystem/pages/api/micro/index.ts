import micro, { json, send, serve } from "micro";

export const config = { api: { bodyParser: false } };

export default serve(async (req, res) => {
  if (req.method === "GET") return { default: typeof micro, serve: typeof serve };
  const { name } = (await json(req, { limit: "1kb" })) as { name: string };
  send(res, 202, { hello: name });
});
