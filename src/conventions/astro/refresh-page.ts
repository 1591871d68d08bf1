interface Redirection {
  readonly from: string;
  readonly to: string;
  readonly status: number;
  readonly site: string | undefined;
}

/** A file has no status: this page goes on by itself. */
export function refreshPage({ from, to, status, site }: Redirection): string {
  const target = escaped(to);
  const canonical = escaped(site === undefined ? to : new URL(to, site).href);
  return [
    "<!doctype html>",
    `<title>Redirecting to: ${target}</title>`,
    `<meta http-equiv="refresh" content="${status === 302 ? 2 : 0};url=${target}">`,
    '<meta name="robots" content="noindex">',
    `<link rel="canonical" href="${canonical}">`,
    `<body>\t<a href="${target}">Redirecting from <code>${escaped(from)}</code> to <code>${target}</code></a></body>`,
  ].join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
