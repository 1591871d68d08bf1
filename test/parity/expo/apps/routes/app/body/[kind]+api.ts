const KINDS: Record<string, (request: Request) => unknown> = {
  text: (request) => request.text(),
  json: (request) => request.json(),
  form: async (request) =>
    [...(await request.formData())].map(([name, value]) => [
      name,
      typeof value === "string" ? value : { name: value.name, size: value.size, type: value.type },
    ]),
  bytes: async (request) => [...new Uint8Array(await request.arrayBuffer())],
  blob: async (request) => {
    const { size, type } = await request.blob();
    return { size, type };
  },
  stream: async (request) => {
    let size = 0;
    if (request.body !== null)
      for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) size += chunk.length;
    return { size };
  },
  none: (request) => ({ body: request.body === null, used: request.bodyUsed }),
  twice: async (request) => {
    await request.text();
    return request.text().then(
      () => "read",
      () => "refused",
    );
  },
  clone: async (request) => [await request.clone().text(), await request.text()],
};

async function handle(request: Request, { kind }: { kind: string }): Promise<Response> {
  return Response.json({ value: (await KINDS[kind]?.(request)) ?? null });
}

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
