function handler(prefix, req, res) {
  res.send(`${prefix} ${req.method}`);
}

export default handler.bind(null, "bound");
