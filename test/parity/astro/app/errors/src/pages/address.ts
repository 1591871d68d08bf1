export const GET = ({ clientAddress, url, request }: any) => Response.json([clientAddress, url.origin, new URL(request.url).host]);
