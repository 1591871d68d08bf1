export { default } from "../../../pages/api/json.js";
