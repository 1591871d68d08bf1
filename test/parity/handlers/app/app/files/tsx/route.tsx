const element: { type: string } = { type: "b" };

export const GET = (): Response => Response.json({ tsx: element.type });
