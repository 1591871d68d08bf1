export const upstream = (path: string): string => `${process.env.UPSTREAM}${path}`;
