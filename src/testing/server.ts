import { resolve } from "node:path";
import { openSources } from "../project/loader.ts";
import { ApiServer, type ServerOptions } from "../app/server.ts";

export type TestOptions = Omit<ServerOptions, "dev" | "buildDir" | "shutdownSignals" | "surviveUncaught">;

/**
 * Makes a server for tests: it answers as in production, from the sources, also where there is a build. It does not
 * listen, watches no files, and leaves signals and uncaught errors to the test runner. supertest starts it for each
 * request and closes it again; `inject` needs no port at all.
 *
 * @example await request(testServer({ routes: { "/api/users/[id]": handler } })).get("/api/users/7").expect(200);
 */
export function testServer(options: TestOptions = {}): ApiServer {
  const loader = options.routes === undefined ? openSources(resolve(options.dir ?? "."), false) : undefined;
  return new ApiServer(
    { ...options, dev: false, surviveUncaught: false, shutdownSignals: false },
    { loader },
  );
}
