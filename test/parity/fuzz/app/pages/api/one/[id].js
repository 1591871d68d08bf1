import { echo } from "../../../lib/echo.js";

export default echo("one/[id]");
