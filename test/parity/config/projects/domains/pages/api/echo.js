module.exports = require("../../lib/echo")("echo.js");
