module.exports = require("../../../lib/echo")("w/file.js");
