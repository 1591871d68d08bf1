const element = <b>1</b>;

export const GET = (): Response => Response.json({ tsx: element.type });
