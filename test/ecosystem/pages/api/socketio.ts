import type { Server as HttpServer } from "node:http";
import type { NextApiRequest, NextApiResponse } from "next";
import { Server } from "socket.io";

export const config = { api: { bodyParser: false } };

export default function SocketHandler(_req: NextApiRequest, res: NextApiResponse) {
  const server = (res.socket as any).server as HttpServer & { io?: Server };
  if (server.io) {
    res.send("Socket is already running");
    return;
  }
  const io = new Server(server, { path: "/api/socket_io", addTrailingSlash: false });
  server.io = io;
  io.on("connection", (socket) => {
    socket.on("input-change", (text, answer) => {
      socket.broadcast.emit("update-input", text);
      answer(`${text}!`);
    });
  });
  res.send("Socket is initializing");
}
