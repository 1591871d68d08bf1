module.exports = require("../../../lib/echo")("catch/[...rest].js");
