import type { NextApiRequest, NextApiResponse } from "next";
import { createRouter, expressWrapper } from "next-connect";
import session from "express-session";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";

const users = new Map([["ada", { id: 1, username: "ada", password: "engine" }]]);

passport.serializeUser((user: any, done) => done(null, user.username));
passport.deserializeUser((username: string, done) => done(null, users.get(username) ?? false));
passport.use(
  new LocalStrategy((username, password, done) => {
    const user = users.get(username);
    return done(null, user !== undefined && user.password === password ? user : false);
  }),
);

const router = createRouter<NextApiRequest & { user?: any; logout?: any }, NextApiResponse>();

router
  .use(expressWrapper(session({ secret: "keyboard cat", resave: false, saveUninitialized: false })) as never)
  .use(expressWrapper(passport.initialize()) as never)
  .use(expressWrapper(passport.session()) as never);

const login = expressWrapper(passport.authenticate("local")) as any;

router.post(async (req, res) => {
  if (req.query.action === "login") {
    await login(req, res, () => {});
    return res.json({ user: req.user.username });
  }
  req.logout((error: unknown) => res.status(error ? 500 : 204).end());
});
router.get((req, res) => {
  res.json({ user: req.user?.username ?? null });
});

export default router.handler();
