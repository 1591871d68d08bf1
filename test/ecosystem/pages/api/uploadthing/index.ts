import type { NextApiRequest, NextApiResponse } from "next";
import { createRouteHandler, createUploadthing, type FileRouter } from "uploadthing/next-legacy";
import { UploadThingError } from "uploadthing/server";

const f = createUploadthing();
const auth = (req: NextApiRequest, _res: NextApiResponse) =>
  req.headers.authorization ? { id: "ada" } : undefined;
const completed: unknown[] = [];

export const ourFileRouter = {
  imageUploader: f({ image: { maxFileSize: "4MB", maxFileCount: 2 } })
    .middleware(async ({ req, res }) => {
      const user = auth(req, res);
      if (!user) throw new UploadThingError({ code: "FORBIDDEN", message: "Unauthorized" });
      return { userId: user.id };
    })
    .onUploadComplete(async ({ metadata, file }) => {
      completed.push(file.name);
      return { uploadedBy: metadata.userId };
    }),
} satisfies FileRouter;

export default createRouteHandler({
  router: ourFileRouter,
  config: {
    token: process.env.UPLOADTHING_TOKEN,
    ingestUrl: process.env.UPSTREAM,
    logLevel: "Error",
    isDev: false,
  },
});
