module.exports = () => {
  throw new Error("on purpose");
};
