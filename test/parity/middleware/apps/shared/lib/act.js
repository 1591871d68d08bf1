import { NextResponse, userAgent } from "next/server";

const UPSTREAM = process.env.PARITY_UPSTREAM;

let waited = "nothing yet";

/** What a middleware does, by the name in `?do=`; the same for middleware.js and proxy.js. */
export function act(request, event, count) {
  const what = request.nextUrl.searchParams.get("do");
  const url = (path) => new URL(path, request.url);
  switch (what) {
    // 1. nothing in the way
    case "undefined":
      return undefined;
    case "null":
      return null;
    case "next":
      return NextResponse.next();
    case "later":
      return new Promise((resolve) => setTimeout(() => resolve(NextResponse.next()), 20));
    case "string":
      return "text";
    case "object":
      return { status: 200 };
    case "zero":
      return 0;

    // 2. headers of the answer
    case "next-headers":
      return NextResponse.next({ headers: { "x-mw": "1", "Cache-Control": "no-store", "Content-Type": "text/x-mw" } });
    case "next-set": {
      const response = NextResponse.next();
      response.headers.set("x-mw", "set");
      response.headers.append("x-many", "1");
      response.headers.append("x-many", "2");
      response.headers.set("x-empty", "");
      return response;
    }
    case "next-length":
      return NextResponse.next({ headers: { "content-length": "3", "x-mw": "1" } });
    case "next-vary":
      return NextResponse.next({ headers: { Vary: "x-mw", ETag: '"mw"' } });
    case "next-internal":
      return NextResponse.next({ headers: { "x-middleware-own": "1", "x-middleware-skip": "1", "x-nextjs-own": "1" } });
    case "next-status":
      return NextResponse.next({ status: 403 });
    case "next-status-text":
      return NextResponse.next({ status: 201, statusText: "Mine" });
    case "next-by-hand":
      return new Response(null, { headers: { "x-middleware-next": "1", "x-mw": "hand" } });
    case "next-with-body":
      return new Response("body", { headers: { "x-middleware-next": "1", "x-mw": "hand" } });
    case "next-location":
      return NextResponse.next({ headers: { Location: "/api/hello" } });

    // 3. cookies
    case "next-cookies": {
      const response = NextResponse.next();
      response.cookies.set("a", "1");
      response.cookies.set("b", "two words", { path: "/x", httpOnly: true, sameSite: "lax" });
      response.cookies.delete("c");
      return response;
    }
    case "next-cookies-by-hand": {
      const response = NextResponse.next();
      response.headers.append("set-cookie", "a=1");
      response.headers.append("set-cookie", "b=2; Path=/");
      return response;
    }
    case "request-cookies": {
      request.cookies.set("added", "yes");
      request.cookies.delete("gone");
      const response = NextResponse.next({ request });
      response.cookies.set("added", "yes");
      return response;
    }
    case "request-cookies-only":
      request.cookies.set("added", "yes");
      return NextResponse.next();

    // 4. headers of the request
    case "request-add": {
      const headers = new Headers(request.headers);
      headers.set("x-added", "1");
      headers.append("x-list", "1");
      headers.append("x-list", "2");
      return NextResponse.next({ request: { headers } });
    }
    case "request-remove": {
      const headers = new Headers(request.headers);
      headers.delete("authorization");
      headers.delete("cookie");
      return NextResponse.next({ request: { headers } });
    }
    case "request-replace": {
      const headers = new Headers(request.headers);
      headers.set("user-agent", "replaced");
      headers.set("host", "replaced.test");
      headers.set("content-type", "text/plain");
      return NextResponse.next({ request: { headers } });
    }
    case "request-cookie": {
      const headers = new Headers(request.headers);
      headers.set("cookie", "from=middleware");
      return NextResponse.next({ request: { headers } });
    }
    case "request-only":
      return NextResponse.next({ request: { headers: new Headers({ "x-only": "1" }) } });
    case "request-none":
      return NextResponse.next({ request: { headers: new Headers() } });
    case "request-empty-value": {
      const headers = new Headers(request.headers);
      headers.set("authorization", "");
      return NextResponse.next({ request: { headers } });
    }
    case "request-same":
      return NextResponse.next({ request });
    case "request-both": {
      const headers = new Headers(request.headers);
      headers.set("x-mw", "of the request");
      const response = NextResponse.next({ request: { headers }, headers: { "x-mw": "of the answer" } });
      response.cookies.set("a", "1");
      return response;
    }
    case "request-not-headers":
      return NextResponse.next({ request: { headers: { "x-plain": "1" } } });

    // 5. rewrites
    case "rewrite":
      return NextResponse.rewrite(url("/api/users/7"));
    case "rewrite-query":
      return NextResponse.rewrite(url("/api/echo?x=2&y=3&x=4"));
    case "rewrite-clone": {
      const to = request.nextUrl.clone();
      to.pathname = "/api/users/9";
      to.searchParams.set("added", "1");
      return NextResponse.rewrite(to);
    }
    case "rewrite-path": {
      request.nextUrl.pathname = "/api/users/10";
      return NextResponse.rewrite(request.nextUrl);
    }
    case "rewrite-missing":
      return NextResponse.rewrite(url("/api/none"));
    case "rewrite-page":
      return NextResponse.rewrite(url("/none"));
    case "rewrite-headers":
      return NextResponse.rewrite(url("/api/echo"), {
        headers: { "x-mw": "1" },
        request: { headers: new Headers({ "x-only": "1" }) },
      });
    case "rewrite-cookies": {
      const response = NextResponse.rewrite(url("/api/cookie"));
      response.cookies.set("a", "1");
      return response;
    }
    case "rewrite-status":
      return NextResponse.rewrite(url("/api/hello"), { status: 401 });
    case "rewrite-encoded":
      return NextResponse.rewrite(url("/api/users/a%2Fb%20c"));
    case "rewrite-unicode":
      return NextResponse.rewrite(url("/api/users/käse?ü=ö"));
    case "rewrite-slash":
      return NextResponse.rewrite(url("/api/users/7/"));
    case "rewrite-hash":
      return NextResponse.rewrite(url("/api/users/7#hash"));
    case "rewrite-param-query":
      return NextResponse.rewrite(url("/api/users/7?id=8&do=x"));
    case "rewrite-relative":
      return NextResponse.rewrite("/api/hello");
    case "rewrite-host":
      return NextResponse.rewrite(`http://${request.headers.get("host")}/api/users/11`);
    case "rewrite-by-hand":
      return new Response(null, { headers: { "x-middleware-rewrite": String(url("/api/users/12")) } });
    case "rewrite-by-hand-relative":
      return new Response(null, { headers: { "x-middleware-rewrite": "/api/users/13" } });
    case "rewrite-external":
      return NextResponse.rewrite(`${UPSTREAM}/up/path?x=1&y=a%20b`);
    case "rewrite-external-headers":
      return NextResponse.rewrite(`${UPSTREAM}/up`, {
        headers: { "x-mw": "1" },
        request: { headers: new Headers({ "x-only": "1" }) },
      });
    case "rewrite-external-cookies": {
      const response = NextResponse.rewrite(`${UPSTREAM}/cookies`);
      response.cookies.set("a", "1");
      return response;
    }
    case "rewrite-external-encoded":
      return NextResponse.rewrite(`${UPSTREAM}/up/a%2Fb/k%C3%A4se?q=%2F`);
    case "rewrite-external-dead":
      return NextResponse.rewrite("http://127.0.0.1:9/dead");

    // 6. redirects
    case "redirect":
      return NextResponse.redirect(url("/api/there?x=1"));
    case "redirect-status":
      return NextResponse.redirect(url("/api/there"), Number(request.nextUrl.searchParams.get("status")));
    case "redirect-init":
      return NextResponse.redirect(url("/api/there"), { status: 303, headers: { "x-mw": "1" } });
    case "redirect-external":
      return NextResponse.redirect("https://example.com/there?x=1#y");
    case "redirect-host":
      return NextResponse.redirect(`http://${request.headers.get("host")}/api/there`);
    case "redirect-hash":
      return NextResponse.redirect(url("/api/there?x=a%20b#part"));
    case "redirect-cookies": {
      const response = NextResponse.redirect(url("/api/there"));
      response.cookies.set("a", "1");
      response.cookies.set("b", "2", { path: "/" });
      return response;
    }
    case "redirect-web":
      return Response.redirect(url("/api/there"), 301);
    case "redirect-relative":
      return NextResponse.redirect("/api/there");
    case "redirect-by-hand":
      return new Response(null, { status: 307, headers: { Location: "/api/there" } });
    case "redirect-by-hand-body":
      return new Response("go there", { status: 302, headers: { Location: String(url("/api/there")) } });
    case "redirect-by-hand-other":
      return new Response("made", { status: 201, headers: { Location: String(url("/api/there")) } });
    case "redirect-by-hand-200":
      return new Response("ok", { headers: { Location: "/api/there" } });
    case "redirect-clone": {
      const to = request.nextUrl.clone();
      to.pathname = "/api/there";
      to.search = "";
      return NextResponse.redirect(to);
    }
    case "redirect-slash":
      return NextResponse.redirect(url("/api/there/"));
    case "redirect-unicode":
      return NextResponse.redirect(url("/api/käse?ü=ö"));

    // 7. answers
    case "json":
      return NextResponse.json({ error: "denied" }, { status: 403 });
    case "json-headers":
      return NextResponse.json({ a: 1 }, { headers: { "x-mw": "1", "Content-Type": "application/problem+json" } });
    case "json-web":
      return Response.json({ a: 1 });
    case "text":
      return new Response("denied", { status: 401, headers: { "WWW-Authenticate": 'Basic realm="x"' } });
    case "text-next":
      return new NextResponse("denied", { status: 401 });
    case "status-text":
      return new Response("x", { status: 402, statusText: "Pay First" });
    case "empty":
      return new Response(null, { status: 204 });
    case "empty-200":
      return new Response();
    case "empty-404":
      return new Response(null, { status: 404 });
    case "not-modified":
      return new Response(null, { status: 304, headers: { ETag: '"1"' } });
    case "stream":
      return new Response(
        new ReadableStream({
          async start(controller) {
            for (const part of ["one ", "two ", "three"]) {
              controller.enqueue(new TextEncoder().encode(part));
              await new Promise((resolve) => setTimeout(resolve, 5));
            }
            controller.close();
          },
        }),
        { headers: { "Content-Type": "text/event-stream" } },
      );
    case "stream-fails":
      return new Response(
        new ReadableStream({
          async pull(controller) {
            controller.enqueue(new TextEncoder().encode("begun"));
            await new Promise((resolve) => setTimeout(resolve, 20));
            controller.error(new Error("stream fails"));
          },
        }),
      );
    case "bytes":
      return new Response(new Uint8Array([0, 1, 254, 255]), { headers: { "Content-Type": "application/octet-stream" } });
    case "large":
      return new Response("x".repeat(2000), { headers: { "Content-Type": "text/plain" } });
    case "html":
      return new NextResponse("<p>hi</p>", { headers: { "Content-Type": "text/html" } });
    case "form":
      return new Response(new URLSearchParams({ a: "1", b: "2" }));
    case "cookies": {
      const response = new NextResponse("cookies");
      response.cookies.set("a", "1");
      response.cookies.set("b", "2", { secure: true });
      response.headers.append("set-cookie", "c=3");
      return response;
    }
    case "length":
      return new Response("exact", { headers: { "Content-Length": "5" } });
    case "etag":
      return new Response("tagged", { headers: { ETag: '"tag"' } });
    case "internal":
      return new Response("internal", { headers: { "x-middleware-own": "1", "x-mw": "1" } });
    case "override-in-answer":
      return new Response("x", { headers: { "x-middleware-override-headers": "a", "x-middleware-request-a": "1" } });
    case "response-error":
      return Response.error();
    case "connection":
      return new Response("x", { headers: { Connection: "close", "Keep-Alive": "timeout=99", "Transfer-Encoding": "chunked" } });

    // 8. failures
    case "throw":
      throw new Error("middleware fails");
    case "throw-string":
      throw "a string";
    case "throw-response":
      throw new Response("thrown", { status: 418 });
    case "reject":
      return Promise.reject(new Error("middleware rejects"));
    case "throw-status":
      throw Object.assign(new Error("with a status"), { statusCode: 403, status: 403 });

    // 9. the body
    case "read-text":
      return request.text().then((text) => NextResponse.next({ headers: { "x-read": String(text.length) } }));
    case "read-json":
      return request.json().then((json) => NextResponse.next({ headers: { "x-read": JSON.stringify(json) } }));
    case "read-form":
      return request.formData().then((form) => NextResponse.next({ headers: { "x-read": JSON.stringify([...form]) } }));
    case "read-bytes":
      return request
        .arrayBuffer()
        .then((bytes) => NextResponse.next({ headers: { "x-read": String(bytes.byteLength) } }));
    case "read-clone": {
      const copy = request.clone();
      return copy.text().then((text) => NextResponse.next({ headers: { "x-read": String(text.length) } }));
    }
    case "read-some":
      return request.body
        .getReader()
        .read()
        .then(({ value }) => NextResponse.next({ headers: { "x-read": String(value.length > 0) } }));
    case "read-rewrite":
      return request.text().then(() => NextResponse.rewrite(url("/api/raw")));
    case "read-answer":
      return request.text().then((text) => new Response(`read ${text}`));
    case "read-twice":
      return request
        .text()
        .then(() => request.text())
        .then(
          () => new Response("twice"),
          (error) => new Response(error.name),
        );
    case "body":
      return NextResponse.json({ body: request.body === null ? "null" : typeof request.body, used: request.bodyUsed });

    // 10. what it sees
    case "see":
      return NextResponse.json(seen(request, event, count));
    case "user-agent":
      return NextResponse.json(userAgent(request));
    case "environment":
      return NextResponse.json({
        runtime: process.env.NEXT_RUNTIME,
        mode: process.env.NODE_ENV,
        variable: process.env.FROM_ENV,
        missing: process.env.PARITY_MISSING ?? "missing",
      });
    case "globals":
      return NextResponse.json({
        fetch: typeof fetch,
        crypto: typeof crypto.subtle,
        Buffer: typeof Buffer,
        AsyncLocalStorage: typeof globalThis.AsyncLocalStorage,
        URLPattern: typeof globalThis.URLPattern,
        setImmediate: typeof globalThis.setImmediate,
        structuredClone: typeof structuredClone,
      });
    case "wait-until":
      event.waitUntil(
        new Promise((resolve) => setTimeout(resolve, 20)).then(() => {
          waited = "waited";
        }),
      );
      return NextResponse.next();
    case "wait-until-fails":
      event.waitUntil(Promise.reject(new Error("waited for nothing")));
      return NextResponse.next();
    case "waited":
      return new Response(waited);
    case "fetch":
      return fetch(`${UPSTREAM}/up`, { headers: { "x-from": "middleware" } }).then(async (answer) =>
        NextResponse.json({ status: answer.status, from: (await answer.json()).headers["x-from"] }),
      );
    case "fetch-answer":
      return fetch(`${UPSTREAM}/cookies`);
    case "instance":
      return NextResponse.json({
        request: request instanceof Request,
        response: NextResponse.next() instanceof Response,
        url: request.nextUrl instanceof URL,
        name: request.constructor.name,
      });
    default:
      return NextResponse.next({ headers: { "x-mw": "default" } });
  }
}

function seen(request, event, count) {
  const { nextUrl } = request;
  const headers = [...request.headers].filter(([name]) => name !== "x-forwarded-for");
  return {
    count,
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(headers),
    cookies: request.cookies.getAll(),
    nextUrl: {
      href: nextUrl.href,
      origin: nextUrl.origin,
      host: nextUrl.host,
      pathname: nextUrl.pathname,
      search: nextUrl.search,
      hash: nextUrl.hash,
      basePath: nextUrl.basePath,
      locale: nextUrl.locale,
      defaultLocale: nextUrl.defaultLocale,
      trailingSlash: nextUrl.trailingSlash,
      buildId: typeof nextUrl.buildId,
    },
    ip: request.ip,
    geo: request.geo,
    redirect: request.redirect,
    signal: typeof request.signal,
    keys: Object.keys(event ?? {}),
    source: event?.sourcePage,
    waitUntil: typeof event?.waitUntil,
    passThrough: typeof event?.passThroughOnException,
  };
}
