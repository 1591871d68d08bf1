/** The oldest Node of `engines` in package.json. */
const OLDEST = [20, 19] as const;

/** Why this Node cannot run the package; `undefined` where it can. */
export function unsupportedNode(version: string = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `pages-api needs Node ${OLDEST.join(".")} or newer; this is Node ${version}.`;
}
