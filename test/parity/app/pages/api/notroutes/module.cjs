module.exports = (req, res) => res.send("no route");
