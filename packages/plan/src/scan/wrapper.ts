import ts from 'typescript';

/** A function of the project that tracks what it is given. */
export interface Wrapper {
  name: string;
  /** Which argument is the name of the event, from 0. Default: 0. */
  eventArg: number;
  /** Which argument holds the properties. Default: the one after. */
  propertiesArg: number;
}

/** `name[:eventArg[:propertiesArg]]` */
export function parseWrapper(text: string): Wrapper {
  const match = /^([\w$]+)(?::(\d+)(?::(\d+))?)?$/.exec(text);
  if (!match?.[1])
    throw new Error(
      `--wrapper ${text}: write name, name:eventArg or name:eventArg:propertiesArg, counted from 0`,
    );
  const eventArg = Number(match[2] ?? 0);
  return { name: match[1], eventArg, propertiesArg: Number(match[3] ?? eventArg + 1) };
}

/** Inside of a wrapper the event is a parameter; what counts are the calls of the wrapper. */
export function isInsideWrapper(node: ts.Node, wrappers: readonly Wrapper[]): boolean {
  for (let at: ts.Node = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const holder = at.name ?? (ts.isVariableDeclaration(at.parent) ? at.parent.name : undefined);
    const property = ts.isPropertyAssignment(at.parent) ? at.parent.name : undefined;
    const name = (holder ?? property)?.getText();
    if (wrappers.some((wrapper) => wrapper.name === name)) return true;
  }
  return false;
}
