export const size = { width: 8, height: 8 };
export const contentType = "image/x-own";
export default function Icon(): Response {
  return new Response("drawn", { headers: { "content-type": "image/x-own" } });
}
