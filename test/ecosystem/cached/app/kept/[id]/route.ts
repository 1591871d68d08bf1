export const dynamic = "force-static";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return new Response(`${id} ${Math.random()}`);
}
