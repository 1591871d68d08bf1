import { createSite } from "../../src/vite/site.ts";
import { type Host, listen, project } from "./hosts.ts";
import { join } from "node:path";

/** A server for the files of a client beside its routes, as the Vite plugin builds it. */
export const site: Host = {
  name: "createSite",
  async start(options) {
    const dir = await project({ "client/index.html": "<p>client</p>" });
    const server = createSite({ ...options, clientDir: join(dir, "client") });
    await server.ready();
    return listen(server);
  },
};
