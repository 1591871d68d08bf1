export default (req, res) => res.end("index");
