/**
 * Keeps the compiler's process for a whole test run: with each project that a test closes, it would end and start again.
 * Modules of a project find the globals that each host gives them, also where a test compiles without a host.
 */
import { holdCompiler } from "../../src/compile/service.ts";
import { addGlobals } from "../../src/conventions/next/globals.ts";

holdCompiler();
addGlobals();
