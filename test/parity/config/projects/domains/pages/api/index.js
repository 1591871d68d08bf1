module.exports = require("../../lib/echo")("index.js");
