module.exports = require("../../../../lib/echo")("long/[a]/[b].js");
