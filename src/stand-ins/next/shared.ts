/**
 * The text of a CommonJS module that gives the instance of this process, or else makes it: routes and packages get one,
 * whoever loads it first.
 */
export function sharedText(name: string, path: string): string {
  const slot = `globalThis[Symbol.for(${JSON.stringify(`pages-api:${name}`)})]`;
  return `module.exports = ${slot} ??= require(${JSON.stringify(path)});`;
}
