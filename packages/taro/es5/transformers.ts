import ts from 'typescript';

/** Calls that TypeScript makes, and the one argument of each that `helpers.js` takes. */
const HELPER_ARGUMENT: Record<string, number> = { __awaiter: 3, __generator: 1 };

/** Joins the parts of a template by `+`, which is shorter than `concat`; no part here is an object. */
export const joinTemplates: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (!ts.isTemplateExpression(node)) return ts.visitEachChild(node, visit, context);
    let joined: ts.Expression = factory.createStringLiteral(node.head.text);
    for (const { expression, literal } of node.templateSpans) {
      joined = factory.createAdd(joined, ts.visitNode(expression, visit, ts.isExpression));
      if (literal.text) joined = factory.createAdd(joined, factory.createStringLiteral(literal.text));
    }
    return joined;
  };
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};

/** @throws Error when an async function uses `this` or `arguments`, which `helpers.js` does not hand on. */
export const refuseThisInAsync: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const isAsync = (node: ts.Node) =>
    ts.isFunctionLike(node) &&
    ts.canHaveModifiers(node) &&
    node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const visit = (node: ts.Node, isInAsync: boolean): ts.Node => {
    if (
      isInAsync &&
      (node.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && node.text === 'arguments'))
    )
      throw new Error('an async function uses `this` or `arguments`, which the ES5 helpers do not hand on');
    return ts.visitEachChild(node, (child) => visit(child, isInAsync || !!isAsync(node)), context);
  };
  return (file) => ts.visitNode(file, (node) => visit(node, false), ts.isSourceFile);
};

/** Leaves only what `helpers.js` takes. */
export const shortenHelperCalls: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, context);
    if (!ts.isCallExpression(visited) || !ts.isIdentifier(visited.expression)) return visited;
    const argument = visited.arguments[HELPER_ARGUMENT[visited.expression.text] ?? -1];
    return argument ? context.factory.createCallExpression(visited.expression, [], [argument]) : visited;
  };
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};
