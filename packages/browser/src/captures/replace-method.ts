type AnyFunction = (this: never, ...args: never[]) => unknown;

/** Puts a function in the place of a method that is called and printed as before. Returns what puts the method back. */
export function replaceMethod<Name extends string, Owner extends { [name in Name]: AnyFunction }>(
  owner: Owner,
  name: Name,
  wrap: (own: (...args: unknown[]) => unknown) => unknown,
): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const own = owner[name] as unknown as (...args: unknown[]) => unknown;
  const wrapped = wrap(own) as typeof own;
  try {
    Object.defineProperty(wrapped, 'length', { value: own.length });
    wrapped.toString = () => `${own}`;
    owner[name] = wrapped as never;
  } catch {
    // Frozen by a script that guards the page: it stays as it is.
    return () => {};
  }
  return () => {
    if (owner[name] !== (wrapped as unknown)) return;
    if (descriptor) Object.defineProperty(owner, name, descriptor);
    else delete (owner as Record<string, unknown>)[name];
  };
}
