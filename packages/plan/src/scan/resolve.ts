import ts from 'typescript';
import { exportsOf } from './exports.js';
import { declarationOf } from './scope.js';

/** The module that a specifier leads to, or undefined when it is none of the project. */
export type LoadModule = (specifier: string, from: ts.SourceFile) => ts.SourceFile | undefined;

export interface Names {
  /** Which declaration a name leads to, through imports and exports; a namespace leads to its file. */
  resolve: (name: ts.Identifier) => ts.Declaration | undefined;
  /** What a module exports under a name, through all the modules that pass it on. */
  exported: (file: ts.SourceFile, name: string) => ts.Declaration | undefined;
  /** Whether a package that is not of the project gives what an expression or a type begins with: `x` of `x.y()`. */
  isForeign: (node: ts.Node) => boolean;
}

export function createNames(load: LoadModule): Names {
  const exported = (
    file: ts.SourceFile,
    name: string,
    seen: ReadonlySet<ts.SourceFile> = new Set(),
  ): ts.Declaration | undefined => {
    if (seen.has(file)) return undefined;
    const { names, stars } = exportsOf(file);
    const found = names.get(name);
    const visited = new Set(seen).add(file);
    if (found && 'declaration' in found) return follow(found.declaration, visited);
    if (found) return fromModule(found.module, file, found.name, visited);
    if (name === 'default') return undefined;
    for (const star of stars) {
      const passed = fromModule(star, file, name, visited);
      if (passed) return passed;
    }
    return undefined;
  };

  const fromModule = (
    specifier: string,
    from: ts.SourceFile,
    name: string | undefined,
    seen: ReadonlySet<ts.SourceFile>,
  ) => {
    const module = load(specifier, from);
    return module && name !== undefined ? exported(module, name, seen) : module;
  };

  /** An import is followed to what it imports. */
  const follow = (
    declaration: ts.Declaration,
    seen: ReadonlySet<ts.SourceFile>,
  ): ts.Declaration | undefined => {
    const imported = importOf(declaration);
    return imported
      ? fromModule(imported.module, declaration.getSourceFile(), imported.name, seen)
      : declaration;
  };

  const resolve = (name: ts.Identifier) => {
    const declaration = declarationOf(name);
    return declaration && follow(declaration, new Set());
  };
  return {
    resolve,
    exported,
    isForeign: (node) => {
      const name = leftmost(node);
      const declaration = name && declarationOf(name);
      return !!declaration && importOf(declaration) !== undefined && !resolve(name);
    },
  };
}

/** The `x` of `x.y()`, `new x.Y()`, and of the types `x.Y<…>` and `typeof x`. */
function leftmost(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  if (ts.isTypeReferenceNode(node)) return leftmost(node.typeName);
  if (ts.isTypeQueryNode(node)) return leftmost(node.exprName);
  if (ts.isQualifiedName(node)) return leftmost(node.left);
  const { expression } = node as { expression?: ts.Node };
  return expression && leftmost(expression);
}

/** What a declaration imports, if it does; without a name the module as a whole. */
function importOf(declaration: ts.Declaration): { module: string; name: string | undefined } | undefined {
  if (ts.isImportSpecifier(declaration))
    return named(declaration.parent.parent.parent, (declaration.propertyName ?? declaration.name).text);
  if (ts.isNamespaceImport(declaration)) return named(declaration.parent.parent, undefined);
  if (ts.isImportClause(declaration)) return named(declaration.parent, 'default');
  if (ts.isVariableDeclaration(declaration)) {
    const module = requiredBy(declaration);
    return module === undefined ? undefined : { module, name: undefined };
  }
  if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent))
    return undefined;
  const module = requiredBy(declaration.parent.parent);
  const key = declaration.propertyName ?? declaration.name;
  return module !== undefined && ts.isIdentifier(key) ? { module, name: key.text } : undefined;
}

function named({ moduleSpecifier }: ts.Node & { moduleSpecifier?: ts.Expression }, name: string | undefined) {
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier)
    ? { module: moduleSpecifier.text, name }
    : undefined;
}

/** `require('x')` as the initializer. */
function requiredBy({ initializer }: ts.VariableDeclaration): string | undefined {
  if (!initializer || !ts.isCallExpression(initializer) || !ts.isIdentifier(initializer.expression))
    return undefined;
  const [specifier] = initializer.arguments;
  return initializer.expression.text === 'require' && specifier && ts.isStringLiteralLike(specifier)
    ? specifier.text
    : undefined;
}
