import type { SessionOptions } from "iron-session";

export interface SessionData {
  username: string;
}

export const sessionOptions: SessionOptions = {
  password: "complex_password_at_least_32_characters_long",
  cookieName: "iron-examples-pages-router-api-route",
  cookieOptions: { secure: false },
};
