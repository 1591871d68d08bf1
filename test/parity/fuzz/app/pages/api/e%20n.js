import { echo } from "../../lib/echo.js";

export default echo("e%20n");
