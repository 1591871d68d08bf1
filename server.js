import { createServer } from "pages-api";

const port = Number(process.env.PORT ?? 3000);
// At SIGTERM and SIGINT the running requests are answered before the process ends.
const server = createServer({ shutdownSignals: true });

server.listen(port, () => console.log(`Listening on http://localhost:${port}`));
