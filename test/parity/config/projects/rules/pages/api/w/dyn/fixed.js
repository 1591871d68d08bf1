module.exports = require("../../../../lib/echo")("w/dyn/fixed.js");
