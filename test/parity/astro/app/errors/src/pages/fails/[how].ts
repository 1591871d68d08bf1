export const GET = ({ params, rewrite }: any) => {
  if (params.how === "throw") throw new Error("thrown");
  if (params.how === "nothing") return undefined;
  if (params.how === "null-404") return new Response(null, { status: 404, headers: { "x-mine": "1" } });
  if (params.how === "null-500") return new Response(null, { status: 500 });
  if (params.how === "body-404") return new Response("mine", { status: 404 });
  if (params.how === "rewrite-404") return rewrite("/404");
  return new Response(params.how);
};
