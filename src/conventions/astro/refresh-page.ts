import { escapeHtml } from "../../http/html.ts";
interface Redirection {
  readonly from: string;
  readonly to: string;
  readonly status: number;
  readonly site: string | undefined;
}

/** A file has no status: this page goes on by itself. */
export function refreshPage({ from, to, status, site }: Redirection): string {
  const target = escapeHtml(to);
  const canonical = escapeHtml(site === undefined ? to : new URL(to, site).href);
  return [
    "<!doctype html>",
    `<title>Redirecting to: ${target}</title>`,
    `<meta http-equiv="refresh" content="${status === 302 ? 2 : 0};url=${target}">`,
    '<meta name="robots" content="noindex">',
    `<link rel="canonical" href="${canonical}">`,
    `<body>\t<a href="${target}">Redirecting from <code>${escapeHtml(from)}</code> to <code>${target}</code></a></body>`,
  ].join("");
}
