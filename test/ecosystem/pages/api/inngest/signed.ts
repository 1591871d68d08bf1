import { Inngest } from "inngest";
import { serve } from "inngest/next";

const inngest = new Inngest({
  id: "signed",
  isDev: false,
  baseUrl: process.env.UPSTREAM,
  signingKey: process.env.SIGNING_KEY,
  eventKey: "none",
});

const plain = inngest.createFunction(
  { id: "plain", triggers: [{ event: "shop/hello" }] },
  async ({ event }) => ({
    name: event.data.name,
  }),
);

export default serve({ client: inngest, functions: [plain] });
