exports.nameOf = (id) => `user ${id}`;
