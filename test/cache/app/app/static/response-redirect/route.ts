export const dynamic = "force-static";
export const GET = (): Response => Response.redirect("http://example.test/there", 308);
