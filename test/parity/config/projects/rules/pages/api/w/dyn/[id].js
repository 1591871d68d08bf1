module.exports = require("../../../../lib/echo")("w/dyn/[id].js");
