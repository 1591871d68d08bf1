import { redirect } from "next/navigation";

export async function GET(): Promise<Response> {
  redirect("https://example.org/");
}
