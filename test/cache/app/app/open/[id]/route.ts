import { notFound } from "next/navigation";
import { token } from "@/token";
export const generateStaticParams = async (): Promise<{ id: string }[]> => [
  { id: "built" },
  { id: "with space" },
];
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  if (id === "missing") notFound();
  if (id === "throws") throw new Error("told to throw");
  if (id === "nothing") return undefined as never;
  return Response.json({ id, token: token() });
}
