export const GET = () =>
  Response.json({
    secret: import.meta.env.SECRET ?? "<undefined>",
    shown: import.meta.env.PUBLIC_SHOWN ?? "<undefined>",
    missing: import.meta.env.MISSING ?? "<undefined>",
    site: import.meta.env.SITE ?? "<undefined>",
    base: import.meta.env.BASE_URL ?? "<undefined>",
    mode: import.meta.env.MODE ?? "<undefined>",
    prod: import.meta.env.PROD ?? "<undefined>",
    dev: import.meta.env.DEV ?? "<undefined>",
    ssr: import.meta.env.SSR ?? "<undefined>",
    assets: import.meta.env.ASSETS_PREFIX ?? "<undefined>",
  });
