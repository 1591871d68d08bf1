import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser that `CHROMIUM` names, one of the system, or the one of `npx playwright-core install chromium`. */
function executable(): string {
  const named = process.env["CHROMIUM"];
  const found = named ?? [...INSTALLED, chromium.executablePath()].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    "These tests need Chromium. Run `npx playwright-core install chromium`, or name one in CHROMIUM.",
  );
}

/** Starts Chromium, without a word to the network. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable(),
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
