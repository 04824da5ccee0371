import { isMap } from '../model/value.js';

/** A part of a schema and where it stands. */
export interface Pointed {
  schema: unknown;
  at: string;
}

const DEEPEST = 20;

/** Follows `$ref` within the file; what leads elsewhere stays as it is, and is told of by whoever reads it. */
export function createPointer(root: unknown): (pointed: Pointed) => Pointed {
  const follow = (pointed: Pointed, depth: number): Pointed => {
    const { schema } = pointed;
    if (!isMap(schema) || typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#') || depth > DEEPEST)
      return pointed;
    const target = at(root, schema.$ref);
    if (!isMap(target)) return pointed;
    const { $ref, ...beside } = schema;
    return follow({ schema: { ...target, ...beside }, at: schema.$ref }, depth + 1);
  };
  return (pointed) => follow(pointed, 0);
}

function at(root: unknown, ref: string): unknown {
  return ref
    .slice(1)
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, key) => (isMap(value) ? value[key] : Array.isArray(value) ? value[Number(key)] : undefined),
      root,
    );
}
