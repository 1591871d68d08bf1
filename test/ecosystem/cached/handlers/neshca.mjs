import { CacheHandler } from "@neshca/cache-handler";
import createHandler from "@neshca/cache-handler/redis-strings";
import { createClient } from "redis";

CacheHandler.onCreation(async () => {
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  return { handlers: [createHandler({ client, keyPrefix: "neshca:", timeoutMs: 5000 })] };
});

export default CacheHandler;
