/** Express 4, installed beside Express 5. What the tests use of it has the same types. */
declare module "express4" {
  export { default } from "express";
}
