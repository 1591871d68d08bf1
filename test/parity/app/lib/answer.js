/** A handler which says which file it is. */
export function answer(route) {
  return function handler(req, res) {
    res.status(200).json({ route, query: req.query });
  };
}
