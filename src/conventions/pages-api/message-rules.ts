import type { MemberUse, RouteNote, SourceRules } from "../../syntax/notes.ts";

const PREVIEW = new Set(["setPreviewData", "setDraftMode"]);
const REVALIDATE = new Set(["revalidate", "unstable_revalidate"]);

/** What to use instead of what only requests of the edge runtime and of middleware have. */
const REQUEST_MEMBERS: Readonly<Record<string, string>> = {
  nextUrl: "Read req.url and req.query.",
  geo: "Read the headers of the proxy in front, such as x-vercel-ip-country.",
  ip: "Read the header x-forwarded-for, or req.socket.remoteAddress.",
};

/** What `check` says of members of `req` and `res` that are otherwise here than under Next. */
export const messageRules: SourceRules = {
  words: [...PREVIEW, ...REVALIDATE, "nextUrl", "geo", ".ip", "ip ", "ip,", "ip}"],
  webRequests: ["NextRequest"],
  ofMember: (use) => ofPreview(use) ?? ofRevalidate(use) ?? ofRequest(use),
};

function ofPreview({ name, kind }: MemberUse): RouteNote | undefined {
  if (!PREVIEW.has(name) || kind !== "call") return undefined;
  const message =
    `res.${name}() works, with cookies of this server's own: its other processes need the same ` +
    "PAGES_API_PREVIEW_SECRET, and pages that Next renders elsewhere do not know them.";
  return { level: "attention", rule: "preview", message };
}

function ofRevalidate({ name, kind, of, argument }: MemberUse): RouteNote | undefined {
  if (!REVALIDATE.has(name) || kind === "access" || of !== "response") return undefined;
  if (name !== "revalidate") {
    const message = `res.${name} is undefined, as in Next 16. Call res.revalidate().`;
    return { level: "unsupported", rule: "revalidate", message };
  }
  // The answers of routes are this server's own.
  if (argument?.startsWith("/api/") === true) return undefined;
  const message =
    "res.revalidate() makes static answers of this server anew. For pages of a Next.js server, give createServer " +
    "the option revalidate: { origin, previewModeId }; without it a path that no route here has is rejected.";
  return { level: "attention", rule: "revalidate", message };
}

function ofRequest({ name, of }: MemberUse): RouteNote | undefined {
  const advice = Object.hasOwn(REQUEST_MEMBERS, name) ? REQUEST_MEMBERS[name] : undefined;
  if (advice === undefined || of !== "request") return undefined;
  const message = `req.${name} is undefined, as in Next's own Node routes. ${advice}`;
  return { level: "attention", rule: "request-member", message };
}
