import ts from 'typescript';
import { constInitializer, keyText, unwrap } from './expressions.js';
import type { Names } from './resolve.js';

export interface GivenProperty {
  name: string;
  at: ts.Node;
  value: ts.Expression;
}

/** The properties that a call gives; `open` when there may be others, or some of these may be missing. */
export interface GivenProperties {
  given: GivenProperty[];
  open: boolean;
}

const UNKNOWN: GivenProperties = { given: [], open: true };
const DEEPEST = 20;

export function readProperties(
  argument: ts.Expression | undefined,
  resolve: Names['resolve'],
  depth = 0,
): GivenProperties {
  if (!argument) return { given: [], open: false };
  if (depth > DEEPEST) return UNKNOWN;
  const node = unwrap(argument);
  if (ts.isObjectLiteralExpression(node)) return readLiteral(node, resolve, depth);
  const maybe = (...parts: ts.Expression[]): GivenProperties => ({
    given: parts.flatMap((part) => readProperties(part, resolve, depth + 1).given),
    open: true,
  });
  if (ts.isConditionalExpression(node)) return maybe(node.whenTrue, node.whenFalse);
  if (ts.isBinaryExpression(node)) return maybe(node.right);
  if (!ts.isIdentifier(node)) return UNKNOWN;
  if (node.text === 'undefined') return { given: [], open: false };
  const initializer = constInitializer(resolve(node));
  // Something may have been added to the object since it was made.
  return initializer ? maybe(initializer) : UNKNOWN;
}

function readLiteral(
  node: ts.ObjectLiteralExpression,
  resolve: Names['resolve'],
  depth: number,
): GivenProperties {
  const given: GivenProperty[] = [];
  let open = false;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      given.push(...readProperties(property.expression, resolve, depth + 1).given);
      open = true;
    } else if (ts.isShorthandPropertyAssignment(property))
      given.push({ name: property.name.text, at: property, value: property.name });
    else {
      const name = keyText(property.name);
      if (name === undefined) open = true;
      else if (ts.isPropertyAssignment(property))
        given.push({ name, at: property, value: property.initializer });
    }
  }
  return { given, open };
}
