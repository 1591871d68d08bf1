const answer = async (request: Request) => new Response(await request.text());

export { answer as GET, answer as OPTIONS, answer as POST, answer as PUT, answer as DELETE };
