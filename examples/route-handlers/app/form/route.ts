export async function POST(request: Request): Promise<Response> {
  const form = await request.formData();
  const file = form.get("file");
  return Response.json({
    name: form.get("name"),
    file: file instanceof File ? { name: file.name, size: file.size } : null,
  });
}
