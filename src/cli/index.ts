#!/usr/bin/env node
import "./supported.ts";
import { endureClosedOutput } from "../observe/output.ts";
import { reportFailure } from "./failure.ts";
import { main } from "./main.ts";

endureClosedOutput();
try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  reportFailure(error);
  // A module of a route may hold the process with a timer or a pool.
  process.exit(1);
}
