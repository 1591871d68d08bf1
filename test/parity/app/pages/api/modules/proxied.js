export default new Proxy(function handler(req, res) { res.send("proxied"); }, {});
