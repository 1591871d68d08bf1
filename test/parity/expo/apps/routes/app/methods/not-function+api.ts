export const GET = "text";
export const POST = { call: 1 };
