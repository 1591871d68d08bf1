export { inject } from "./inject.ts";
export { testServer } from "./server.ts";

export type { InjectOptions, InjectResponse, Injectable } from "./inject.ts";
export type { TestOptions } from "./server.ts";
