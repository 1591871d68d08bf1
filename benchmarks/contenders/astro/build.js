// The command line of Astro refuses Node 20; its build does not.
import { build } from "astro";

await build({ root: import.meta.dirname, logLevel: "error" });
