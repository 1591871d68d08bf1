export { default } from "../hello.js";
