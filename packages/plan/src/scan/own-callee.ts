import ts from 'typescript';
import { readMember, unbound, unwrap } from './expressions.js';
import { isOurs, MAKERS, type TrackingMethod, toTrackingMethod } from './own-module.js';
import type { Names } from './resolve.js';
import { isTrackerName } from './tracker-names.js';

const DEEPEST = 10;

/** Which method of ours a function is; undefined when it is not ours. `undecided`: only types could tell. */
export type Callee = TrackingMethod | 'undecided' | undefined;
type Origin = 'ours' | 'theirs' | 'undecided';

export interface OwnCallee {
  methodOf: (callee: ts.Expression) => Callee;
  /** The same for what a name declares, and for functions of a type that a name declares. */
  declaredMethod: (declaration: ts.Declaration) => Callee;
}

/**
 * Follows names, imports and initializers, which costs nothing beside parsing. It looks at no type but a tracker's.
 *
 * @param aliases Names of members that are declared as a method of ours: `send: Tracker['track']`.
 */
export function createOwnCallee(
  { resolve, exported, isForeign }: Names,
  aliases: ReadonlySet<string>,
): OwnCallee {
  const methodOf = (wrapped: ts.Expression, depth: number): Callee => {
    if (depth > DEEPEST) return undefined;
    const node = unwrap(wrapped);
    const member = readMember(node);
    if (member) return memberMethod(member.object, member.name, depth + 1);
    const declaration = ts.isIdentifier(node) ? resolve(node) : undefined;
    return declaration && declaredMethod(declaration, depth);
  };

  const memberMethod = (of: ts.Expression, name: string, depth: number): Callee => {
    const object = unwrap(of);
    // `import * as analytics from './analytics'`
    const module = ts.isIdentifier(object) ? resolve(object) : undefined;
    if (module && ts.isSourceFile(module)) {
      const declaration = exported(module, name);
      return declaration && declaredMethod(declaration, depth);
    }
    return ofOrigin(name, () => originOf(object, depth));
  };

  const declaredMethod = (declaration: ts.Declaration, depth: number): Callee => {
    if (depth > DEEPEST) return undefined;
    if (isOurs(declaration)) return toTrackingMethod(nameOf(declaration));
    if (ts.isExportAssignment(declaration)) return methodOf(declaration.expression, depth + 1);
    if (ts.isBindingElement(declaration)) return boundMethod(declaration, depth);
    if (ts.isTypeAliasDeclaration(declaration)) return trackType(declaration.type, depth);
    if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration)) return undefined;
    if (declaration.type) return trackType(declaration.type, depth);
    const name = toTrackingMethod(nameOf(declaration));
    if (!declaration.initializer) return name && 'undecided';
    // `const t = tracker.track.bind(tracker)`, and `const track = useTrack()`.
    const initializer = unbound(declaration.initializer);
    if (isMaker(initializer, ['useTrack'])) return 'track';
    const isMade = name !== undefined && ts.isCallExpression(initializer);
    return methodOf(initializer, depth + 1) ?? (isMade ? 'undecided' : undefined);
  };

  /** `const { track: alias } = tracker`, and the same as a parameter. */
  const boundMethod = (declaration: ts.BindingElement, depth: number): Callee => {
    const key = declaration.propertyName ?? declaration.name;
    const holder = declaration.parent.parent;
    const from = ts.isVariableDeclaration(holder) && !holder.type ? holder.initializer : undefined;
    if (!ts.isIdentifier(key)) return undefined;
    return ofOrigin(key.text, () => (from ? originOf(from, depth + 1) : 'undecided'));
  };

  const ofOrigin = (name: string, origin: () => Origin): Callee => {
    const method = toTrackingMethod(name);
    if (!method && !aliases.has(name)) return undefined;
    const found = origin();
    if (found === 'theirs') return undefined;
    return found === 'ours' && method ? method : 'undecided';
  };

  /** Where an object comes from that has a method called as ours. */
  const originOf = (wrapped: ts.Expression, depth: number): Origin => {
    if (depth > DEEPEST) return 'undecided';
    const node = unwrap(wrapped);
    if (isMaker(node, MAKERS)) return 'ours';
    const member = readMember(node);
    // `mixpanel.people`; what a call gives may be ours although the function is theirs: `useContext(OurContext)`.
    if (member) {
      const type = declaredType(member.object, member.name);
      if (type) return typeOrigin(type, depth);
      return isForeign(node) && !hasCall(node) ? 'theirs' : 'undecided';
    }
    if (!ts.isIdentifier(node)) return 'undecided';
    const declaration = resolve(node);
    if (!declaration) return isTrackerName(node.text) && !isForeign(node) ? 'ours' : 'theirs';
    if (ts.isExportAssignment(declaration)) return originOf(declaration.expression, depth + 1);
    if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration)) return 'undecided';
    if (declaration.type) return typeOrigin(declaration.type, depth);
    return declaration.initializer ? originOf(declaration.initializer, depth + 1) : 'undecided';
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
  const typeOrigin = (type: ts.TypeNode, depth: number): Origin => {
    if (!ts.isTypeReferenceNode(type) || depth > DEEPEST) return 'undecided';
    const declaration = resolve(firstOf(type.typeName));
    if (!declaration) return isForeign(type) ? 'theirs' : 'undecided';
    if (isOurs(declaration)) return 'ours';
    return ts.isTypeAliasDeclaration(declaration) ? typeOrigin(declaration.type, depth + 1) : 'undecided';
  };

  /** A type of the method alone: `TypedTrack<…>`, `Tracker['track']`, or an alias of one. */
  const trackType = (type: ts.TypeNode, depth: number): Callee => {
    if (depth > DEEPEST) return undefined;
    if (ts.isIndexedAccessTypeNode(type)) {
      const key = ts.isLiteralTypeNode(type.indexType) ? type.indexType.literal : undefined;
      return key && ts.isStringLiteral(key) && toTrackingMethod(key.text) ? 'undecided' : undefined;
    }
    if (!ts.isTypeReferenceNode(type)) return undefined;
    const declaration = resolve(firstOf(type.typeName));
    if (declaration && isOurs(declaration)) return 'track';
    return declaration && ts.isTypeAliasDeclaration(declaration)
      ? trackType(declaration.type, depth + 1)
      : undefined;
  };

  return {
    methodOf: (callee) => methodOf(callee, 0),
    declaredMethod: (declaration) => declaredMethod(declaration, 0),
  };
}

function nameOf(declaration: ts.Declaration): string {
  const name = ts.getNameOfDeclaration(declaration);
  return name && ts.isIdentifier(name) ? name.text : '';
}

function firstOf(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : firstOf(name.left);
}

/** What `this.name` is declared to be in its class: as a field, or as a parameter of the constructor. */
function declaredType(object: ts.Expression, name: string): ts.TypeNode | undefined {
  if (object.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const owner = ts.findAncestor(object, ts.isClassLike);
  const fields = owner?.members.filter(ts.isPropertyDeclaration) ?? [];
  const parameters = owner?.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  const named = [
    ...fields,
    ...parameters.filter((one) => ts.isParameterPropertyDeclaration(one, one.parent)),
  ];
  return named.find((one) => ts.isIdentifier(one.name) && one.name.text === name)?.type;
}

const hasCall = (node: ts.Node): boolean =>
  ts.isCallExpression(node) || !!ts.forEachChild(node, (child) => hasCall(child) || undefined);
