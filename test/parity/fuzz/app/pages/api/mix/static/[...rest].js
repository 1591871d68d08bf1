import { echo } from "../../../../lib/echo.js";

export default echo("mix/static/[...rest]");
