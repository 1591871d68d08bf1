const answer = ({ request }: any) => new Response(request.method);
export { answer as PUT, answer as PATCH, answer as DELETE, answer as OPTIONS, answer as PROPFIND };
