module.exports = require("../../../lib/echo")("users/[id].js");
