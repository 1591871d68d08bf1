const { RedisStringsHandler } = require("@trieb.work/nextjs-turbo-redis-cache");

let handler;

module.exports = class TurboHandler {
  constructor() {
    handler ??= new RedisStringsHandler({
      redisUrl: process.env.REDIS_URL,
      keyPrefix: "turbo:",
      timeoutMs: 5000,
    });
  }
  get(...args) {
    return handler.get(...args);
  }
  set(...args) {
    return handler.set(...args);
  }
  revalidateTag(...args) {
    return handler.revalidateTag(...args);
  }
  resetRequestCache(...args) {
    return handler.resetRequestCache(...args);
  }
};
