import { request } from "node:http";
import { token } from "@/token";
import { upstream } from "@/upstream";
export const revalidate = 1;
const failing = (): Promise<boolean> =>
  new Promise((resolve) => {
    request(upstream("/failing"), (answer) => {
      answer.resume();
      resolve(answer.statusCode === 500);
    }).end();
  });
export async function GET(): Promise<Response> {
  if (await failing()) throw new Error("told to fail");
  return new Response(token());
}
