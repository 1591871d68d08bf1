export const config = { runtime: "edge" };

const kinds = {
  json: (request) => request.json(),
  text: async (request) => ({ text: await request.text() }),
  form: async (request) => [...(await request.formData())].map(([name, value]) => [name, value.name ?? value]),
  method: (request) => ({ method: request.method, body: request.body === null ? null : "stream" }),
  unread: () => ({ unread: true }),
};

export default async function handler(request) {
  const kind = request.nextUrl.searchParams.get("kind");
  return Response.json(await kinds[kind](request));
}
