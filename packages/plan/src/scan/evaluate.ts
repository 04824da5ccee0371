import ts from 'typescript';
import { constInitializer, keyText, unwrap } from './expressions.js';
import type { Names } from './resolve.js';

/** What the code tells of a value that an expression may have: the value itself, or only its type. */
export type PossibleValue =
  | { value: unknown }
  | { type: 'string' | 'number' | 'boolean' | 'array' | 'object' | 'function' };

/** Every value that an expression may have, or undefined when the code does not tell. */
export type Evaluate = (node: ts.Expression) => PossibleValue[] | undefined;

/** A constant may be made of constants; one that is made of itself must end. */
const DEEPEST = 20;

export function createEvaluate({ resolve, exported }: Names): Evaluate {
  const evaluate = (wrapped: ts.Expression, depth: number): PossibleValue[] | undefined => {
    if (depth > DEEPEST) return undefined;
    const node = unwrap(wrapped);
    const literal = literalValue(node);
    if (literal) return [literal];
    if (ts.isConditionalExpression(node)) return both(node.whenTrue, node.whenFalse, depth);
    if (ts.isBinaryExpression(node) && isText(node, depth)) return [{ type: 'string' }];
    if (ts.isIdentifier(node)) {
      if (node.text === 'undefined') return [{ value: undefined }];
      const initializer = constInitializer(resolve(node));
      return initializer && evaluate(initializer, depth + 1);
    }
    if (ts.isPropertyAccessExpression(node)) return member(node.expression, node.name.text, depth);
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
      return member(node.expression, node.argumentExpression.text, depth);
    return undefined;
  };

  const both = (first: ts.Expression, second: ts.Expression, depth: number) => {
    const [one, other] = [evaluate(first, depth + 1), evaluate(second, depth + 1)];
    return one && other && [...one, ...other];
  };

  const isText = ({ left, right, operatorToken }: ts.BinaryExpression, depth: number) =>
    operatorToken.kind === ts.SyntaxKind.PlusToken &&
    [left, right].some((side) => {
      const values = evaluate(side, depth + 1);
      return values?.every((one) => ('type' in one ? one.type : typeof one.value) === 'string');
    });

  /** A member of an enum, or of a constant object, however deep. */
  const member = (object: ts.Expression, name: string, depth: number): PossibleValue[] | undefined => {
    const found = memberValue(object, name, depth);
    return found && evaluate(found, depth + 1);
  };
  const memberValue = (of: ts.Expression, name: string, depth: number): ts.Expression | undefined => {
    if (depth > DEEPEST) return undefined;
    const object = unwrap(of);
    if (ts.isObjectLiteralExpression(object)) {
      const property = object.properties.find((one) => one.name && keyText(one.name) === name);
      if (property && ts.isPropertyAssignment(property)) return property.initializer;
      return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
    }
    if (ts.isPropertyAccessExpression(object)) {
      const inner = memberValue(object.expression, object.name.text, depth + 1);
      return inner && memberValue(inner, name, depth + 1);
    }
    if (!ts.isIdentifier(object)) return undefined;
    const declaration = resolve(object);
    // `import * as events from './events'`
    if (declaration && ts.isSourceFile(declaration)) return constInitializer(exported(declaration, name));
    if (declaration && ts.isEnumDeclaration(declaration))
      return declaration.members.find((one) => keyText(one.name) === name)?.initializer;
    const initializer = constInitializer(declaration);
    return initializer && memberValue(initializer, name, depth + 1);
  };
  return (node) => evaluate(node, 0);
}

function literalValue(node: ts.Expression): PossibleValue | undefined {
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
  )
    return { value: -Number(node.operand.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { value: null };
  if (ts.isTemplateExpression(node)) return { type: 'string' };
  if (ts.isArrayLiteralExpression(node)) return { type: 'array' };
  if (ts.isObjectLiteralExpression(node)) return { type: 'object' };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { type: 'function' };
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return { type: 'boolean' };
  return undefined;
}
