import ts from 'typescript';

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

/** @throws Error at an async function: ES5 would need a generator for it, which takes more bytes than what it does. */
export const refuseAsync: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    if (node.kind === ts.SyntaxKind.AsyncKeyword)
      throw new Error(`async functions are not shipped as ES5: ${node.parent?.getText?.().slice(0, 200)}`);
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};
