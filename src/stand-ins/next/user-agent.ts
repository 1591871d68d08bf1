import { UAParser } from "ua-parser-js";

/** What is unknown is `undefined`. */
export interface UserAgent {
  ua: string;
  browser: { name: string | undefined; version: string | undefined; major: string | undefined };
  device: { model: string | undefined; type: string | undefined; vendor: string | undefined };
  engine: { name: string | undefined; version: string | undefined };
  os: { name: string | undefined; version: string | undefined };
  cpu: { architecture: string | undefined };
  readonly isBot: boolean;
}

const BOT =
  /Googlebot|Google-|-Google|Applebot|(?:bing|Slack|Twitter|LinkedIn|Discord|GPT|Telegram|reddit)bot|facebookexternalhit|WhatsApp|DuckDuckBot|YandexBot|Baiduspider|Slurp|ia_archiver|vkShare|W3C_Validator|quora link preview|BingPreview|Bitrix|outbrain|pinterest\/0|flipboard|embedly|rogerbot|Bytespider|ClaudeBot/i;

/** Browser, engine, system, device and processor of a `User-Agent` header, and whether a crawler sent it. */
export function userAgentFromString(text: string | undefined): UserAgent {
  return { ...new UAParser(text ?? "").getResult(), isBot: text !== undefined && BOT.test(text) };
}

/** The same of a request. */
export function userAgent({ headers }: { headers: Headers }): UserAgent {
  return userAgentFromString(headers.get("user-agent") ?? undefined);
}
