const secret = () => "from this";
export const helper = secret;
export function GET(this: any) {
  return new Response(`${typeof this} ${this?.helper?.()} ${arguments.length}`);
}
