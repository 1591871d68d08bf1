/** Keeps the compiler's process for a whole test run: with each project that a test closes, it would end and start again. */
import { holdCompiler } from "../../src/compile/service.ts";

holdCompiler();
