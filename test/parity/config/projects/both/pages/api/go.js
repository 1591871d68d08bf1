module.exports = (req, res) => res.redirect("/api/echo");
