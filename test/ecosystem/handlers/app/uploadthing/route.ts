import { createRouteHandler, createUploadthing, type FileRouter } from "uploadthing/next";
import { UploadThingError } from "uploadthing/server";

const f = createUploadthing();

const ourFileRouter = {
  imageUploader: f({ image: { maxFileSize: "4MB" } })
    .middleware(async ({ req }) => {
      if (!req.headers.has("authorization")) {
        throw new UploadThingError({ code: "FORBIDDEN", message: "Unauthorized" });
      }
      return { userId: "ada" };
    })
    .onUploadComplete(async ({ metadata }) => ({ uploadedBy: metadata.userId })),
} satisfies FileRouter;

export const { GET, POST } = createRouteHandler({
  router: ourFileRouter,
  config: {
    token: process.env.UPLOADTHING_TOKEN,
    ingestUrl: process.env.UPSTREAM,
    logLevel: "Error",
    isDev: false,
  },
});
