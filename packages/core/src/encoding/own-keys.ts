const has = {}.hasOwnProperty;

/**
 * Names of an object's own properties. `Object.keys` is not asked, since old libraries put their own in its place, and
 * what a library adds to `Object.prototype` is left out.
 */
export function ownKeys(object: object | null | undefined): string[] {
  const keys: string[] = [];
  for (const key in object) if (has.call(object, key)) keys.push(key);
  return keys;
}
