module.exports = { basePath: "/base", typescript: { ignoreBuildErrors: true } };
