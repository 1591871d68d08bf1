const MOST = 1000;
const LONGEST = 500;

/**
 * Keeps what a function has made of a path. Clients ask for few paths over and over; one that asks for many makes it
 * forget all, so that it never grows.
 */
export function memoByPath<T>(make: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const made = make(path);
    if (path.length > LONGEST) return made;
    if (known.size >= MOST) known.clear();
    known.set(path, made);
    return made;
  };
}
