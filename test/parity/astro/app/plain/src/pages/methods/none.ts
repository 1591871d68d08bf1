export const value = 1;
export default function handler() {}
