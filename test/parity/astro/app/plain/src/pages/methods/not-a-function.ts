export const GET = "text";
