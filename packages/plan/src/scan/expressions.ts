import ts from 'typescript';

/** Takes away what changes nothing at run time: brackets, `as const`, `satisfies X`, `!`, `await`. */
export function unwrap(node: ts.Expression): ts.Expression {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node)
  )
    return unwrap(node.expression);
  return node;
}

/** The value of a `const` or a default export; a `let` may hold something else by the time of the call. */
export function constInitializer(declaration: ts.Declaration | undefined): ts.Expression | undefined {
  if (declaration && ts.isExportAssignment(declaration)) return declaration.expression;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  return ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const ? declaration.initializer : undefined;
}

/** The text of a key that is no expression. */
export function keyText(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return undefined;
}

/** The object and the name in `a.b` and `a['b']`. */
export function readMember(wrapped: ts.Expression): { object: ts.Expression; name: string } | undefined {
  const node = unwrap(wrapped);
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return { object: node.expression, name: node.argumentExpression.text };
  return undefined;
}

/** The function of `f.bind(…)`. */
export function unbound(wrapped: ts.Expression): ts.Expression {
  const node = unwrap(wrapped);
  const isBind =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'bind';
  return isBind ? unbound(node.expression.expression) : node;
}
