import ts from 'typescript';
import { readMember, unbound, unwrap } from './expressions.js';
import { FRAMEWORKS_FILE } from './frameworks.js';
import { isOurs, type TrackingMethod, toTrackingMethod } from './own-module.js';
import type { Names } from './resolve.js';
import { isTrackerName } from './tracker-names.js';

const DEEPEST = 5;

export interface TypedCallee {
  /** Which method of ours a function is by its type or, where that is not known, by the name of its object. */
  methodOf: (callee: ts.Expression) => TrackingMethod | undefined;
  /** Whether a node is inside of a method by which a class of the project is a tracker. */
  isInsideTracker: (node: ts.Node) => boolean;
}

export function createTypedCallee(checker: ts.TypeChecker, { resolve, isForeign }: Names): TypedCallee {
  const methodOf = (callee: ts.Expression) => {
    const type = checker.getTypeAtLocation(callee);
    const signatures = type.getCallSignatures();
    for (const { declaration } of signatures) {
      const method = declaration && declaredMethod(declaration, 0);
      if (method) return method;
    }
    const member = memberBehind(callee, 0);
    const method = member && toTrackingMethod(member.name);
    if (!method) return undefined;
    const isKnown = signatures.length > 0;
    if (isKnown) return isNamedTracker(member.object) && signatures.some(takesText) ? method : undefined;
    return isTrackerByOrigin(member.object) ? method : undefined;
  };

  /** A method of ours, or of a class or an object of the project that is declared to be a tracker. */
  const declaredMethod = (declaration: ts.Node, depth: number): TrackingMethod | undefined => {
    const member = memberOf(declaration);
    const method = member && toTrackingMethod(member.name);
    if (!method || isOurs(declaration)) return method;
    if (depth > DEEPEST) return undefined;
    return typesOf(member.holder).some((type) =>
      type.getProperty(method)?.declarations?.some((one) => declaredMethod(one, depth + 1)),
    )
      ? method
      : undefined;
  };

  /** What the holder of a member is declared to be: what a class extends and implements, what an object satisfies. */
  const typesOf = (holder: ts.Node): ts.Type[] => {
    if (ts.isClassLike(holder) || ts.isInterfaceDeclaration(holder))
      return (holder.heritageClauses ?? []).flatMap(({ types }) =>
        types.map((type) => checker.getTypeAtLocation(type)),
      );
    const type = ts.isObjectLiteralExpression(holder) && checker.getContextualType(holder);
    return type ? [type] : [];
  };

  const isTrackerType = (type: ts.Type) =>
    (['track', 'trackBusinessEvent'] as const).some((name) =>
      type.getProperty(name)?.declarations?.some((one) => declaredMethod(one, 0)),
    );

  /** The member that a callee is, or that the name was made from: `const { track } = this.tracker`. */
  const memberBehind = (wrapped: ts.Expression, depth: number): ReturnType<typeof readMember> => {
    const node = unbound(wrapped);
    const member = readMember(node);
    if (member || !ts.isIdentifier(node) || depth > DEEPEST) return member;
    const declaration = resolve(node);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      return memberBehind(declaration.initializer, depth + 1);
    if (!declaration || !ts.isBindingElement(declaration)) return undefined;
    const variable = declaration.parent.parent;
    const name = declaration.propertyName ?? declaration.name;
    return ts.isVariableDeclaration(variable) && variable.initializer && ts.isIdentifier(name)
      ? { object: variable.initializer, name: name.text }
      : undefined;
  };

  const isNamedTracker = (wrapped: ts.Expression): boolean => {
    const node = unwrap(wrapped);
    return isTrackerName(readMember(node)?.name ?? (ts.isIdentifier(node) ? node.text : ''));
  };

  /** Of an object whose type nobody knows: by its own name, or by what it was injected or made with. */
  const isTrackerByOrigin = (wrapped: ts.Expression): boolean => {
    const declaration = checker.getSymbolAtLocation(nameNode(unwrap(wrapped)))?.valueDeclaration;
    if (declaration && isForeignMade(declaration)) return false;
    if (isNamedTracker(wrapped)) return true;
    if (!declaration) return false;
    const { initializer } = declaration as { initializer?: ts.Expression };
    // What a function makes the checker knows; what a decorator injects it does not, so that is followed.
    if (initializer && asksForTracker(initializer, DEEPEST)) return true;
    const decorators = ts.canHaveDecorators(declaration) ? ts.getDecorators(declaration) : undefined;
    return !!decorators?.some(({ expression }) => asksForTracker(expression, 0));
  };

  /** Of a type that another package gives, or made by a function of one that passes nothing of ours on. */
  const isForeignMade = (declaration: ts.Declaration): boolean => {
    const { type } = declaration as { type?: ts.TypeNode };
    if (type) return isForeign(type);
    const variable = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
    const made = ts.isVariableDeclaration(variable) && variable.initializer && unwrap(variable.initializer);
    return !!made && isForeign(made) && !isFrameworks(made) && !asksForTracker(made, DEEPEST);
  };

  /** Whether the type of a call is known from the frameworks: `useContext(AnyContext)`. */
  const isFrameworks = (made: ts.Expression): boolean =>
    ts.isCallExpression(made) &&
    checker.getResolvedSignature(made)?.declaration?.getSourceFile().fileName === FRAMEWORKS_FILE;

  /** `Inject(TRACKER)`, `Inject('tracker')`, `InjectTracker()`, `get<Tracker>(…)`, `resolve(TrackingService)`. */
  const asksForTracker = (wrapped: ts.Expression, depth: number): boolean => {
    const node = unwrap(wrapped);
    if (!ts.isCallExpression(node)) return false;
    if (node.typeArguments?.some((type) => isTrackerType(checker.getTypeFromTypeNode(type)))) return true;
    if (node.arguments.some(isToken)) return true;
    const callee = nameNode(unwrap(node.expression));
    if (isTrackerName(callee.getText().replace(/^inject/i, ''))) return true;
    const maker = ts.isIdentifier(callee) && depth < DEEPEST ? resolve(callee) : undefined;
    return maker ? callsIn(maker).some((call) => asksForTracker(call, depth + 1)) : false;
  };

  const isToken = (argument: ts.Expression): boolean => {
    if (ts.isStringLiteralLike(argument)) return isTrackerName(argument.text);
    if (isNamedTracker(argument)) return true;
    const name = nameNode(argument);
    const declaration = ts.isIdentifier(name) ? resolve(name) : undefined;
    if (declaration && isOurs(declaration)) return true;
    const made = checker.getTypeAtLocation(argument).getConstructSignatures();
    return made.some((signature) => isTrackerType(signature.getReturnType()));
  };

  const takesText = (signature: ts.Signature): boolean => {
    const [first] = signature.parameters;
    const declaration = first?.valueDeclaration;
    if (!first || !declaration) return false;
    const type = checker.getTypeOfSymbolAtLocation(first, declaration);
    return checker.isTypeAssignableTo(checker.getStringType(), type);
  };

  return {
    methodOf,
    isInsideTracker: (node) => {
      for (let at = node.parent; at; at = at.parent)
        if (ts.isFunctionLike(at) && declaredMethod(at, 0)) return true;
      return false;
    },
  };
}

/** The name of a member and the class, interface or object that has it; `holder` of a function is its file. */
function memberOf(declaration: ts.Node): { name: string; holder: ts.Node } | undefined {
  const isValue = ts.isArrowFunction(declaration) || ts.isFunctionExpression(declaration);
  const member = isValue || ts.isFunctionTypeNode(declaration) ? declaration.parent : declaration;
  const name = ts.getNameOfDeclaration(member as ts.Declaration);
  return name && ts.isIdentifier(name) ? { name: name.text, holder: member.parent } : undefined;
}

function nameNode(node: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node;
}

/** The calls in a function's body or a constant's value. */
function callsIn(declaration: ts.Declaration): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}
