export const dynamic = "force-static";

export async function GET(_request, { params }) {
  const { id } = await params;
  return new Response(`${id} ${Math.random()}`);
}
