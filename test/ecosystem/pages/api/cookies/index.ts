import type { NextApiRequest, NextApiResponse } from "next";
import Cookies from "cookies";
import { deleteCookie, getCookie, hasCookie, setCookie } from "cookies-next";
import nookies, { parseCookies } from "nookies";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const cookies = new Cookies(req, res, { keys: ["secret key"] });
  if (req.method === "POST") {
    nookies.set({ res }, "one", "by nookies", { path: "/", maxAge: 60 });
    await setCookie("two", { by: "cookies-next" }, { req, res, httpOnly: true });
    cookies.set("three", "by cookies", { signed: true });
    return res.status(201).json({ set: res.getHeader("set-cookie") });
  }
  if (req.method === "DELETE") {
    nookies.destroy({ res }, "one", { path: "/" });
    await deleteCookie("two", { req, res });
    cookies.set("three");
    return res.status(200).json({});
  }
  res.json({
    one: nookies.get({ req }).one,
    all: Object.keys(parseCookies({ req })),
    two: await getCookie("two", { req, res }),
    has: await hasCookie("four", { req, res }),
    three: cookies.get("three", { signed: true }) ?? null,
  });
}
