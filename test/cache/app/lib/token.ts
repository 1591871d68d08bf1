import { randomBytes } from "node:crypto";

/** A text that no other call gives, by which the recording shows whether an answer is new. */
export const token = (): string => `token:${randomBytes(6).toString("hex")}`;
