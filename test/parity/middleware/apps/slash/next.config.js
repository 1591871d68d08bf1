module.exports = { trailingSlash: true, typescript: { ignoreBuildErrors: true } };
