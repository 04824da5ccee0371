import ts from 'typescript';

/**
 * @typedef {object} Import
 * @property {string} specifier As it is written.
 * @property {number} line
 * @property {boolean} isType Gone after compilation. Not so `import { type A }`, which leaves `import 'module'` behind.
 */

/**
 * All imports and re-exports of a file: statements, `import()`, `require()`, and types, in JavaScript those of JSDoc.
 *
 * @param {string} path
 * @param {string} text
 * @returns {Import[]}
 */
export function readImports(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const isScript = /\.[cm]?jsx?$/.test(path);
  /** @type {Import[]} */
  const imports = [];

  const add = (/** @type {ts.Node | undefined} */ module, /** @type {boolean} */ isType) => {
    if (!module || !ts.isStringLiteralLike(module)) return;
    const { line } = source.getLineAndCharacterOfPosition(ts.skipTrivia(text, module.pos));
    imports.push({ specifier: module.text, line: line + 1, isType });
  };

  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node)) {
      if (ts.isExternalModuleReference(node.moduleReference))
        add(node.moduleReference.expression, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    } else if (ts.isJSDocImportTag(node)) add(node.moduleSpecifier, true);
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false);

    // `forEachChild` leaves comments out.
    if (isScript) for (const comment of /** @type {ts.JSDocContainer} */ (node).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function isImportCall(/** @type {ts.CallExpression} */ { expression }) {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}
