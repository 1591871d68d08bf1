export function GET({ cookies }) {
  const last = cookies.get("cookie19")?.value;
  cookies.set("seen", "1", { path: "/" });
  return Response.json({ last });
}
