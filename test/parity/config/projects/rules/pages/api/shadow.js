module.exports = require("../../lib/echo")("shadow.js");
