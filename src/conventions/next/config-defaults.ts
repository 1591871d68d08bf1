import { PAGE_EXTENSIONS } from "./page-extensions.ts";

/** What Next gives to a config function as `defaultConfig`, as far as APIs are concerned. */
export const DEFAULT_CONFIG = Object.freeze({
  env: {},
  basePath: "",
  assetPrefix: "",
  trailingSlash: false,
  i18n: null,
  pageExtensions: PAGE_EXTENSIONS,
  compress: true,
  poweredByHeader: true,
  generateEtags: true,
  distDir: ".next",
  cacheMaxMemorySize: 50 * 1024 * 1024,
  httpAgentOptions: { keepAlive: true },
  serverRuntimeConfig: {},
  publicRuntimeConfig: {},
  typescript: { ignoreBuildErrors: false },
  transpilePackages: [],
  experimental: {},
});

/** Options that decide nothing about the answers of an API: pages, images, the bundler, the output. */
export const WITHOUT_EFFECT: ReadonlySet<string> = new Set(
  `adapterPath agentRules allowedDevOrigins amp analyticsId assetPrefix browserDebugInfoInTerminal bundlePagesRouterDependencies
  cleanDistDir compiler compress configOrigin configFile configFileName cacheComponents cacheHandlers cacheLife cpus crossOrigin deploymentId devIndicators distDir
  enablePrerenderSourceMaps env eslint excludeDefaultMomentLocales experimental expireTime exportPathMap generateBuildId generateEtags htmlLimitedBots
  httpAgentOptions images i18n logging modularizeImports onDemandEntries optimizeFonts output outputFileTracing outputFileTracingExcludes
  outputFileTracingIncludes outputFileTracingRoot pageExtensions poweredByHeader productionBrowserSourceMaps publicRuntimeConfig
  reactCompiler reactMaxHeadersLength reactProductionProfiling reactStrictMode redirects rewrites headers sassOptions serverExternalPackages
  serverRuntimeConfig skipMiddlewareUrlNormalize skipProxyUrlNormalize skipTrailingSlashRedirect staticPageGenerationTimeout strictMode swcMinify
  target trailingSlash basePath transpilePackages turbopack typedRoutes typescript useFileSystemPublicRoutes watchOptions webpack webpack5
  cacheHandler cacheMaxMemorySize sentry nextIntl pwa mdxRs`.split(/\s+/),
);
