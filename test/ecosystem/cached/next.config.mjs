import { fileURLToPath } from "node:url";

const handler = new URL(`handlers/${process.env.CACHE_HANDLER}`, import.meta.url);

export default { cacheHandler: fileURLToPath(handler) };
