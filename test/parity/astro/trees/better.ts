/** What our build does instead of Astro's: files that differ (`null` for none), or the error that it ends with. */
export interface Expected {
  readonly files?: Readonly<Record<string, string | null>>;
  readonly fails?: RegExp;
}

interface Better extends Expected {
  readonly differs: string;
}

const builds = (differs: string, files: Expected["files"]): Better => ({ differs, files: files! });
const NO_GET = "an endpoint without GET has no file, and a warning, instead of the page of 404";
const ENCODED = "the file has the name by which a server finds it";

/** Where our build does something else on purpose, by group and tree. */
export const betterBuilds: Readonly<Record<string, Readonly<Record<string, Better>>>> = {
  trees: {
    answers: builds(NO_GET, { "dist/head.txt": null, "dist/none.txt": null, "dist/post.txt": null }),
    "redirects-always": builds("the path of an endpoint with an extension has no slash at its end", {
      "dist/old/a/b/index.html":
        '<!doctype html><title>Redirecting to: /bare/a/b.txt</title><meta http-equiv="refresh" content="0;url=/bare/a/b.txt"><meta name="robots" content="noindex"><link rel="canonical" href="https://example.com/bare/a/b.txt"><body>\t<a href="/bare/a/b.txt">Redirecting from <code>/docs/old/a/b/</code> to <code>/bare/a/b.txt</code></a></body>',
      "dist/old/c/index.html":
        '<!doctype html><title>Redirecting to: /bare/c.txt</title><meta http-equiv="refresh" content="0;url=/bare/c.txt"><meta name="robots" content="noindex"><link rel="canonical" href="https://example.com/bare/c.txt"><body>\t<a href="/bare/c.txt">Redirecting from <code>/docs/old/c/</code> to <code>/bare/c.txt</code></a></body>',
    }),
  },
  failing: {
    "a param is a number": builds("a number is taken as its text, as in Astro 5", { "dist/1.txt": "ok" }),
    "the root": builds("what has no place among files is served alone", {}),
    "a redirect to nowhere": builds("a status of a redirect without a location is an answer", {
      "dist/a.txt": "a",
    }),
    "not modified": builds("304 is an answer", {}),
    "getStaticPaths of lists": builds("lists in the list are taken apart, as in Astro 2", {
      "dist/a.txt": "ok",
    }),
    "prerender is a text": {
      differs: "a `prerender` that is not a boolean is refused",
      fails: /`prerender` is 'yes'\. Write: export const prerender = true, or false\./,
    },
    "rewrites to nothing": builds("Astro's own page of 404 is not written", { "dist/a.txt": null }),
    "the param q?r": builds(ENCODED, { "dist/q%3Fr.txt": null, "dist/q?r.txt": "q%3Fr" }),
    "the param h#i": builds(ENCODED, { "dist/h%23i.txt": null, "dist/h#i.txt": "h%23i" }),
    "the rest q?r": builds(ENCODED, { "dist/q%3Fr.txt": null, "dist/q?r.txt": "q%3Fr" }),
    "the param a\\b": builds("a backslash stays one", { "dist/a\\b.txt": "a\\b" }),
    "the param a:b": builds("a colon may be in a path", { "dist/a:b.txt": "a:b" }),
    "a session": {
      differs: "the error says what to use instead of a session",
      fails: /context\.session does not work without Astro's build\. Keep a session/,
    },
  },
  legacy: {
    results: builds("GET comes before get; a redirect has a page, as in Astro 7", {
      "dist/both.txt": "upper",
      "dist/redirect":
        '<!doctype html><title>Redirecting to: /plain.txt</title><meta http-equiv="refresh" content="2;url=/plain.txt"><meta name="robots" content="noindex"><link rel="canonical" href="https://example.com/plain.txt"><body>\t<a href="/plain.txt">Redirecting from <code>/redirect</code> to <code>/plain.txt</code></a></body>',
    }),
    "a number as body": builds("a number is its text, as in a live answer", { "dist/a.txt": "12" }),
  },
};
