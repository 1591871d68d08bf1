import { createZodRoute } from "next-zod-route";
import { z } from "zod";

export const POST = createZodRoute()
  .params(z.object({ id: z.coerce.number() }))
  .query(z.object({ draft: z.enum(["yes", "no"]) }))
  .body(z.object({ name: z.string() }))
  .handler((_request, { params, query, body }) => Response.json({ ...params, ...query, ...body }));
