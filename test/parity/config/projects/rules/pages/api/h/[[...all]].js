module.exports = require("../../../lib/echo")("h/[[...all]].js");
