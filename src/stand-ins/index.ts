/** The modules that take the place of those of a framework: which there are, and how they are compiled. */
export {
  findShim,
  isShim,
  nextModuleName as frameworkModuleName,
  nextModules as frameworkModules,
  shimContents,
  shimDir,
  standInFile,
  standInName,
} from "./next/modules.ts";
