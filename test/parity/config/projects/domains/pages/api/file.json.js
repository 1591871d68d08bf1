module.exports = require("../../lib/echo")("file.json.js");
