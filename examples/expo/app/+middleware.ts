import { type MiddlewareFunction, setResponseHeaders } from "expo-server";

const CORS = {
  "Access-Control-Allow-Origin": "http://localhost:8081",
  "Access-Control-Allow-Headers": "Content-Type",
};

/** Lets a web build on another port call the API. */
const middleware: MiddlewareFunction = (request) => {
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: CORS });
  setResponseHeaders(CORS);
};

export default middleware;
