module.exports = require("../../../lib/echo")("w/Case.js");
