import { nextModules } from "./modules.ts";
import { unsupportedMember } from "./unsupported.ts";

/** A member of a module of Next, for packages that import it at run time: it loads, and throws when it is called. */
export function refused(module: string, member: string): () => never {
  return unsupportedMember(module, member, nextModules[module]?.advice ?? "");
}
