import { types } from "node:util";

type Namespace = Record<string, unknown>;

const namespaces = new WeakMap<object, object>();

/**
 * CommonJS as bundlers show it to `import`: the members of `module.exports` by name, and as `default` what is behind
 * `__esModule`, or else the whole. The one rule of the compiler, of the Vite plugin and of routes in CommonJS.
 *
 * As under Next, a function can be called and constructed by the name of its namespace too (`import * as moment`), and
 * what says `__esModule` without a default export is its own default.
 *
 * @param loaded what `require` gives; an ES module is its own namespace
 */
export function namespaceOf(loaded: unknown): object {
  if (types.isModuleNamespaceObject(loaded)) return loaded as object;
  // Whoever loads a module waits for it: a promise that is one would be waited for in its place.
  if (!isObject(loaded) || types.isPromise(loaded)) return withDefault({}, loaded);
  const known = namespaces.get(loaded);
  if (known !== undefined) return withMembers(known, loaded);
  const namespace = typeof loaded === "function" ? callable(loaded) : (Object.create(loaded) as object);
  namespaces.set(loaded, namespace);
  return withMembers(namespace, loaded);
}

function isObject(value: unknown): value is Namespace | ((...args: unknown[]) => unknown) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** In a circle, a module may get members after others have imported it: those are found behind the namespace. */
function callable(loaded: (...args: unknown[]) => unknown): object {
  const namespace = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return Reflect.apply(loaded, this, args);
    return Reflect.construct(loaded, args, (new.target as unknown) === namespace ? loaded : new.target);
  };
  Object.defineProperty(namespace, "prototype", { value: loaded.prototype, enumerable: false });
  for (const name of ["name", "length"]) Reflect.deleteProperty(namespace, name);
  return Object.setPrototypeOf(namespace, loaded) as object;
}

function withMembers(namespace: object, loaded: object): object {
  for (const name of Object.getOwnPropertyNames(loaded)) {
    if (name === "default" || Object.hasOwn(namespace, name)) continue;
    const { enumerable = true } = Object.getOwnPropertyDescriptor(loaded, name) ?? {};
    Object.defineProperty(namespace, name, { enumerable, get: () => (loaded as Namespace)[name] });
  }
  return withDefault(namespace, loaded);
}

function withDefault(namespace: object, loaded: unknown): object {
  if (Object.hasOwn(namespace, "default")) return namespace;
  return Object.defineProperty(namespace, "default", { enumerable: true, get: () => defaultOf(loaded) });
}

function defaultOf(loaded: unknown): unknown {
  const isFlagged = isObject(loaded) && Boolean((loaded as Namespace)["__esModule"]) && "default" in loaded;
  return isFlagged ? loaded["default"] : loaded;
}
