import ts from 'typescript';

/** The names that one part of the code declares for what is inside of it. */
type Scope = ReadonlyMap<string, ts.Declaration>;

const NONE: Scope = new Map();
const scopes = new WeakMap<ts.Node, Scope>();

/** The declaration that a name means by where it stands; an import is the declaration of what it imports. */
export function declarationOf(name: ts.Identifier): ts.Declaration | undefined {
  for (let at: ts.Node = name.parent; at; at = at.parent) {
    const found = scopeOf(at).get(name.text);
    if (found) return found;
  }
  return undefined;
}

/** What a file declares outside of all functions. */
export function topLevel(file: ts.SourceFile): Scope {
  return scopeOf(file);
}

function scopeOf(node: ts.Node): Scope {
  if (!isScope(node)) return NONE;
  const known = scopes.get(node);
  if (known) return known;
  const scope = new Map<string, ts.Declaration>();
  for (const [name, declaration] of declarationsOf(node)) {
    const other = scope.get(name);
    // A type may share its name with a value.
    if (!other || (isType(other) && !isType(declaration))) scope.set(name, declaration);
  }
  scopes.set(node, scope);
  return scope;
}

function isScope(node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.SourceFile:
    case ts.SyntaxKind.Block:
    case ts.SyntaxKind.ModuleBlock:
    case ts.SyntaxKind.CaseBlock:
    case ts.SyntaxKind.CatchClause:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.ForInStatement:
      return true;
    default:
      return ts.isFunctionLike(node);
  }
}

type Declared = [name: string, declaration: ts.Declaration];

function declarationsOf(node: ts.Node): Declared[] {
  if (ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node))
    return node.statements.flatMap(ofStatement);
  if (ts.isCaseBlock(node)) return node.clauses.flatMap((clause) => clause.statements.flatMap(ofStatement));
  if (ts.isFunctionLike(node)) {
    const parameters = node.parameters.flatMap((parameter) => ofBinding(parameter));
    return ts.isFunctionExpression(node) && node.name ? [...parameters, [node.name.text, node]] : parameters;
  }
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer } = node;
    return initializer && ts.isVariableDeclarationList(initializer)
      ? initializer.declarations.flatMap(ofBinding)
      : [];
  }
  return ts.isCatchClause(node) && node.variableDeclaration ? ofBinding(node.variableDeclaration) : [];
}

function ofStatement(statement: ts.Statement): Declared[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(ofBinding);
  if (ts.isImportDeclaration(statement)) return ofImport(statement.importClause);
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return statement.name ? [[statement.name.text, statement]] : [];
  return [];
}

function ofImport(clause: ts.ImportClause | undefined): Declared[] {
  if (!clause) return [];
  const { name, namedBindings: named } = clause;
  const own: Declared[] = name ? [[name.text, clause]] : [];
  if (!named) return own;
  if (ts.isNamespaceImport(named)) return [...own, [named.name.text, named]];
  return [...own, ...named.elements.map((element): Declared => [element.name.text, element])];
}

type Bound = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

function ofBinding(declaration: Bound): Declared[] {
  if (ts.isIdentifier(declaration.name)) return [[declaration.name.text, declaration]];
  return declaration.name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? ofBinding(element) : [],
  );
}

const isType = (declaration: ts.Declaration) =>
  ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
