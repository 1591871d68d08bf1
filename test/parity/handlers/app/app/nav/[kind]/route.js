import {
  forbidden,
  notFound,
  permanentRedirect,
  redirect,
  RedirectType,
  unauthorized,
  unstable_rethrow,
} from "next/navigation";

async function caught(call) {
  try {
    await call();
    return "nothing thrown";
  } catch (error) {
    return { digest: error.digest, isError: error instanceof Error, message: error.message };
  }
}

const kinds = {
  redirect: () => redirect("/there"),
  "redirect-absolute": () => redirect("https://example.com/a?b=c#d"),
  "redirect-relative": () => redirect("there"),
  "redirect-query": () => redirect("?a=1"),
  "redirect-push": () => redirect("/there", RedirectType.push),
  "redirect-replace": () => redirect("/there", "replace"),
  "redirect-semicolons": () => redirect("/a;b;c?d=;e"),
  "redirect-unicode": () => redirect("/é"),
  "redirect-empty": () => redirect(""),
  "redirect-space": () => redirect("/a b"),
  permanent: () => permanentRedirect("/there"),
  "not-found": () => notFound(),
  forbidden: () => forbidden(),
  unauthorized: () => unauthorized(),
  "caught-redirect": async () => Response.json(await caught(() => redirect("/there"))),
  "caught-permanent": async () => Response.json(await caught(() => permanentRedirect("/there"))),
  "caught-not-found": async () => Response.json(await caught(() => notFound())),
  "caught-forbidden": async () => Response.json(await caught(() => forbidden())),
  "caught-unauthorized": async () => Response.json(await caught(() => unauthorized())),
  rethrow: () => {
    try {
      redirect("/there");
    } catch (error) {
      unstable_rethrow(error);
      return Response.json({ swallowed: true });
    }
  },
  "rethrow-not-found": () => {
    try {
      notFound();
    } catch (error) {
      unstable_rethrow(error);
      return Response.json({ swallowed: true });
    }
  },
  "rethrow-other": () => {
    try {
      throw new Error("mine");
    } catch (error) {
      unstable_rethrow(error);
      return Response.json({ message: error.message });
    }
  },
  "rethrow-cause": () => {
    try {
      try {
        redirect("/there");
      } catch (cause) {
        throw new Error("wrapped", { cause });
      }
    } catch (error) {
      unstable_rethrow(error);
      return Response.json({ message: error.message });
    }
  },
  "later-redirect": async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    redirect("/later");
  },
  "own-digest": () => {
    throw Object.assign(new Error("mine"), { digest: "NEXT_REDIRECT;replace;/mine;307;" });
  },
  "own-digest-308": () => {
    throw Object.assign(new Error("mine"), { digest: "NEXT_REDIRECT;push;/mine;308;" });
  },
  "own-digest-404": () => {
    throw { digest: "NEXT_HTTP_ERROR_FALLBACK;404" };
  },
  "own-digest-418": () => {
    throw Object.assign(new Error("mine"), { digest: "NEXT_HTTP_ERROR_FALLBACK;418" });
  },
  "own-digest-old": () => {
    throw Object.assign(new Error("mine"), { digest: "NEXT_NOT_FOUND" });
  },
  types: () => Response.json({ push: RedirectType.push, replace: RedirectType.replace }),
};

export async function GET(_request, { params }) {
  const { kind } = await params;
  return kinds[kind]();
}

export const POST = GET;
export const PUT = GET;
