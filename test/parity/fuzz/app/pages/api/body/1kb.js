import { echo } from "../../../lib/echo.js";

export const config = { api: { bodyParser: { sizeLimit: "1kb" } } };

export default echo("body/1kb");
