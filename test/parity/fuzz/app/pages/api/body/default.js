import { echo } from "../../../lib/echo.js";

export default echo("body/default");
