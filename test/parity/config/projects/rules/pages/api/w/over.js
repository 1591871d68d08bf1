module.exports = require("../../../lib/echo")("w/over.js");
