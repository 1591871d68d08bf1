import { Inngest } from "inngest";
import { serve } from "inngest/next";

const inngest = new Inngest({ id: "web", isDev: true, baseUrl: process.env.UPSTREAM });

const hello = inngest.createFunction(
  { id: "hello", triggers: [{ event: "shop/hello" }] },
  async ({ event, step }) => {
    const greeting = await step.run("greet", () => `Hello ${event.data.name}`);
    return { greeting };
  },
);

export const { GET, POST, PUT } = serve({ client: inngest, functions: [hello] });
