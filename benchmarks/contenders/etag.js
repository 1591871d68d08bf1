// The entity tag is a part of the answer, so that everyone makes it with the same function.
export { etagOf } from "../../dist/http/etag.js";
