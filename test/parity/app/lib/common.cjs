module.exports = { plus: (a, b) => a + b, here: typeof module };
