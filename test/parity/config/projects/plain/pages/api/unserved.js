export default (req, res) => res.end("not a route");
