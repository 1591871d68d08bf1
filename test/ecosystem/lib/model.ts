import { MockLanguageModelV3 } from "ai/test";
import { pass } from "./gate";

const usage = {
  inputTokens: { total: 3, noCache: 3, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 3, text: 3, reasoning: undefined },
};

/** Says three words, and waits at the gate after each. */
export function slowModel(gate: string) {
  return new MockLanguageModelV3({
    doStream: async () => ({
      stream: new ReadableStream({
        async start(controller) {
          controller.enqueue({ type: "stream-start", warnings: [] });
          controller.enqueue({ type: "text-start", id: "1" });
          for (const delta of ["one ", "two ", "three"]) {
            controller.enqueue({ type: "text-delta", id: "1", delta });
            await pass(gate);
          }
          controller.enqueue({ type: "text-end", id: "1" });
          controller.enqueue({ type: "finish", finishReason: { unified: "stop", raw: undefined }, usage });
          controller.close();
        },
      }),
    }),
  });
}
