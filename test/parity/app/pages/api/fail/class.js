export default class Handler {
  constructor(req, res) {
    res.end("never");
  }
}
