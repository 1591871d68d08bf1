// A promise as the default export, as some loaders produce it.
export default Promise.resolve((req, res) => res.send("from a promise"));
