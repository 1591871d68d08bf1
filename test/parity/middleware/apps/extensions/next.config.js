module.exports = { pageExtensions: ["api.ts", "js"], typescript: { ignoreBuildErrors: true } };
