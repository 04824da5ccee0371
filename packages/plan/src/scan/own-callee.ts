import ts from 'typescript';
import { unwrap } from './expressions.js';
import { isOurs, MAKERS, TRACKING } from './own-module.js';
import type { Names } from './resolve.js';

/** An object of such a name is a tracker although the code does not tell where it is from. */
const BY_NAME = /^(?:tracker|tracking|pugmark)$/i;
const DEEPEST = 10;

export type TrackingMethod = (typeof TRACKING)[number];

export interface OwnCallee {
  /** Which method of ours a callee is, or undefined when the function is not ours. */
  methodOf: (callee: ts.Expression) => TrackingMethod | undefined;
  /** The same for what a name declares. */
  declaredMethod: (declaration: ts.Declaration) => TrackingMethod | undefined;
}

export function createOwnCallee({ resolve, exported }: Names): OwnCallee {
  const methodOf = (wrapped: ts.Expression, depth: number): TrackingMethod | undefined => {
    if (depth > DEEPEST) return undefined;
    const node = unwrap(wrapped);
    if (ts.isPropertyAccessExpression(node)) return memberMethod(node, depth + 1);
    const declaration = ts.isIdentifier(node) ? resolve(node) : undefined;
    return declaration && declaredMethod(declaration, depth);
  };

  const memberMethod = (node: ts.PropertyAccessExpression, depth: number): TrackingMethod | undefined => {
    const object = unwrap(node.expression);
    // `import * as analytics from './analytics'`
    const module = ts.isIdentifier(object) ? resolve(object) : undefined;
    if (module && ts.isSourceFile(module)) {
      const declaration = exported(module, node.name.text);
      return declaration && declaredMethod(declaration, depth);
    }
    return isTracker(object, depth) ? toMethod(node.name.text) : undefined;
  };

  const declaredMethod = (declaration: ts.Declaration, depth: number): TrackingMethod | undefined => {
    if (isOurs(declaration)) return toMethod(nameOf(declaration));
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      // `const t = tracker.track`, and `const track = useTrack()`.
      if (isMaker(declaration.initializer, ['useTrack'])) return 'track';
      return methodOf(declaration.initializer, depth + 1);
    }
    if (ts.isExportAssignment(declaration)) return methodOf(declaration.expression, depth + 1);
    if (ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent)) {
      const variable = declaration.parent.parent;
      const from = ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
      const key = declaration.propertyName ?? declaration.name;
      return from && ts.isIdentifier(key) && isTracker(from, depth + 1) ? toMethod(key.text) : undefined;
    }
    return undefined;
  };

  const isTracker = (wrapped: ts.Expression, depth: number): boolean => {
    if (depth > DEEPEST) return false;
    const node = unwrap(wrapped);
    if (isMaker(node, MAKERS)) return true;
    if (ts.isPropertyAccessExpression(node)) return BY_NAME.test(node.name.text);
    if (!ts.isIdentifier(node)) return false;
    const declaration = resolve(node);
    if (!declaration) return BY_NAME.test(node.text) && !isImported(node);
    if (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) {
      if (declaration.type) return isTrackerType(declaration.type, depth) || BY_NAME.test(node.text);
      if (declaration.initializer) return isTracker(declaration.initializer, depth + 1);
    }
    if (ts.isExportAssignment(declaration)) return isTracker(declaration.expression, depth + 1);
    return (ts.isParameter(declaration) || ts.isBindingElement(declaration)) && BY_NAME.test(node.text);
  };

  const isMaker = (wrapped: ts.Expression, makers: readonly string[]): boolean => {
    const node = unwrap(wrapped);
    if (!ts.isCallExpression(node)) return false;
    const callee = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)) {
      const module = resolve(callee.expression);
      return !!module && ts.isSourceFile(module) && isOurs(module) && makers.includes(callee.name.text);
    }
    const declaration = ts.isIdentifier(callee) ? resolve(callee) : undefined;
    return !!declaration && isOurs(declaration) && makers.includes(nameOf(declaration));
  };

  /** `Tracker` and its kin, or a type that is made of one, such as the `PlanTracker` of `pugmark types`. */
  const isTrackerType = (type: ts.TypeNode, depth: number): boolean => {
    if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || depth > DEEPEST) return false;
    const declaration = resolve(type.typeName);
    if (!declaration) return false;
    if (isOurs(declaration)) return true;
    return ts.isTypeAliasDeclaration(declaration) && isTrackerType(declaration.type, depth + 1);
  };

  return {
    methodOf: (callee) => methodOf(callee, 0),
    declaredMethod: (declaration) => declaredMethod(declaration, 0),
  };
}

const toMethod = (name: string) => TRACKING.find((method) => method === name);

function nameOf(declaration: ts.Declaration): string {
  const name = ts.getNameOfDeclaration(declaration);
  return name && ts.isIdentifier(name) ? name.text : '';
}

/** A name that a package of somebody else gives is theirs, whatever it is called. */
function isImported(name: ts.Identifier): boolean {
  return name
    .getSourceFile()
    .statements.some(
      (statement) =>
        ts.isImportDeclaration(statement) &&
        new RegExp(`\\b${name.text.replaceAll('$', '\\$')}\\b`).test(statement.importClause?.getText() ?? ''),
    );
}
