/**
 * A value of which the process has one: `import` and `require` load a module twice, and its variables with it. What one
 * part of an app has set up, such as the default tracker, the other part must find.
 *
 * @param name Never given to a value of another shape, since another version of this package may be loaded too.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`pugmark.${name}`);
  const shared = globalThis as { [key]?: T };
  shared[key] ??= make();
  return shared[key];
}
