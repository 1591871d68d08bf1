import Koa from "koa";

const app = new Koa();
app.silent = true;

app.use(async (ctx, next) => {
  await next();
  ctx.set("X-Koa", "after");
});
app.use(async (ctx) => {
  if (ctx.path === "/api/koa/fail") ctx.throw(402, "pay first");
  ctx.cookies.set("seen", "yes");
  ctx.body = { path: ctx.path, q: ctx.query.q ?? null };
});

export const config = { api: { bodyParser: false } };

export default app.callback();
