import ts from 'typescript';
import { topLevel } from './scope.js';

/** What a module exports under a name: something of its own, or something that it passes on. */
export type Exported =
  | { declaration: ts.Declaration }
  /** Passed on from another module; without a name the module as a whole. */
  | { module: string; name: string | undefined };

export interface Exports {
  names: ReadonlyMap<string, Exported>;
  /** The modules of `export * from`. */
  stars: readonly string[];
}

const known = new WeakMap<ts.SourceFile, Exports>();

export function exportsOf(file: ts.SourceFile): Exports {
  const cached = known.get(file);
  if (cached) return cached;
  const names = new Map<string, Exported>();
  const stars: string[] = [];
  const add = (name: string, declaration: ts.Declaration | undefined) => {
    if (declaration) names.set(name, { declaration });
  };
  const scope = topLevel(file);
  for (const [name, declaration] of scope) if (isExported(declaration)) add(name, declaration);
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement))
      add(
        'default',
        ts.isIdentifier(statement.expression) ? scope.get(statement.expression.text) : statement,
      );
    else if (ts.isExportDeclaration(statement)) addDeclaration(statement, scope, names, stars);
    else if (isDefault(statement)) add('default', statement);
    else for (const [name, value] of commonExports(statement)) add(name, scope.get(value));
  }
  const exports = { names, stars };
  known.set(file, exports);
  return exports;
}

function addDeclaration(
  { moduleSpecifier, exportClause }: ts.ExportDeclaration,
  scope: ReadonlyMap<string, ts.Declaration>,
  names: Map<string, Exported>,
  stars: string[],
): void {
  const module = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
  if (!exportClause) {
    if (module !== undefined) stars.push(module);
    return;
  }
  if (ts.isNamespaceExport(exportClause)) {
    if (module !== undefined) names.set(exportClause.name.text, { module, name: undefined });
    return;
  }
  for (const { name, propertyName } of exportClause.elements) {
    const inner = (propertyName ?? name).text;
    const declaration = scope.get(inner);
    if (module !== undefined) names.set(name.text, { module, name: inner });
    else if (declaration) names.set(name.text, { declaration });
  }
}

/** `module.exports = { A, b: C }` and `exports.A = C`, as pairs of the exported and the local name. */
function commonExports(statement: ts.Statement): [name: string, value: string][] {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
  const { left, right, operatorToken } = statement.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return [];
  const target = left.getText();
  if (target === 'module.exports') {
    if (ts.isIdentifier(right)) return [['default', right.text]];
    if (!ts.isObjectLiteralExpression(right)) return [];
    return right.properties.flatMap((property): [string, string][] => {
      if (ts.isShorthandPropertyAssignment(property)) return [[property.name.text, property.name.text]];
      return ts.isPropertyAssignment(property) &&
        ts.isIdentifier(property.name) &&
        ts.isIdentifier(property.initializer)
        ? [[property.name.text, property.initializer.text]]
        : [];
    });
  }
  return /^(?:module\.)?exports\.[\w$]+$/.test(target) && ts.isIdentifier(right)
    ? [[left.name.text, right.text]]
    : [];
}

const isExported = (declaration: ts.Declaration) =>
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0 && !isDefault(declaration);

const isDefault = (node: ts.Node): node is ts.FunctionDeclaration | ts.ClassDeclaration =>
  (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) &&
  (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) !== 0;
