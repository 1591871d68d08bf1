export { default } from "../../../../pages/api/post/[pid].js";
