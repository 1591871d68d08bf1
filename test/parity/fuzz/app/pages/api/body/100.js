import { echo } from "../../../lib/echo.js";

export const config = { api: { bodyParser: { sizeLimit: 100 } } };

export default echo("body/100");
