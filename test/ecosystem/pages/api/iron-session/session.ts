import type { NextApiRequest, NextApiResponse } from "next";
import { getIronSession } from "iron-session";
import { sessionOptions, type SessionData } from "@/lib/iron-session";

export default async function handler(request: NextApiRequest, response: NextApiResponse) {
  const session = await getIronSession<SessionData>(request, response, sessionOptions);

  if (request.method === "POST") {
    const { username = "No username" } = request.body;
    session.username = username;
    await session.save();
    return response.json({ username: session.username, isLoggedIn: true });
  }
  if (request.method === "DELETE") {
    session.destroy();
    return response.json({ isLoggedIn: false });
  }
  if (request.method === "GET") {
    return response.json({ username: session.username, isLoggedIn: session.username !== undefined });
  }
  return response.status(405).end("Method not allowed");
}
