const IN_MIDDLEWARE = "In `middleware.ts`, with `pages-api-next`";

/** What a reader of the table should know beside the result. */
export const REMARKS: Readonly<Record<string, string>> = {
  ai: "On Next 16, both streams are held back until they end where the client takes gzip",
  "http-proxy-middleware": "On Next 16, events are held back until they end where the client takes gzip",
  "next-http-proxy-middleware": "On Next 16, events are held back until they end where the client takes gzip",
  express:
    "On Next 16, Next's `redirect`, `json` and `send` stand in front of Express's: a redirect is 307 there",
  micro:
    'Version 10 has no default export: `import micro from "micro"` is the object of its exports, as on Next 16',
  "@sentry/nextjs":
    "With `pages-api-next`. Next's build wraps handlers; here `wrapApiHandlerWithSentry` and `wrapRouteHandlerWithSentry` are called. Since version 11 " +
    "the spans of requests are Next's own, of which there are none here: errors and messages arrive",
  "@clerk/nextjs": IN_MIDDLEWARE,
  "@supabase/ssr": `${IN_MIDDLEWARE}. Its client needs a global WebSocket, which Node has from 22 on, or a \`transport\``,
  "next-intl, next-auth, iron-session": IN_MIDDLEWARE,
  "next-auth-5": "With `pages-api-next`",
  "@neshca/cache-handler":
    "Written for Next up to 14: `revalidatePath` does not reach the static answers that it keeps, as on Next 15 and later",
  "@trieb.work/nextjs-turbo-redis-cache": "Redis needs `notify-keyspace-events Exe`",
  "@vercel/og": "By `next/og`. On Node 20 its versions 0.x; 1.x needs Node 22",
  "better-auth": "With `pages-api-next`",
  "next-api-decorators": "With `pages-api-next`",
  "nookies, cookies-next, cookies": "cookies-next needs its peer dependency `react` installed",
  "@ts-rest/next": "With zod 3, as it demands",
};
