module.exports = require("../../../lib/echo")("opt/[[...rest]].js");
