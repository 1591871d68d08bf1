import { UnsupportedAstroApi } from "../../stand-ins/astro/unsupported.ts";

/** @throws UnsupportedAstroApi that says what to use instead */
export function unsupported(name: string, cure: string): never {
  throw new UnsupportedAstroApi(name, cure);
}
