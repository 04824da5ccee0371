import { BUTTON_CLICK, PAGE_VIEW, USER_IDENTIFY } from '@pugmark/core/vocabulary';
import ts from 'typescript';
import type { Evaluate } from './evaluate.js';
import type { Callee } from './own-callee.js';
import type { TrackingMethod } from './own-module.js';
import { type GivenProperties, readProperties } from './read-properties.js';
import type { Names } from './resolve.js';
import type { Wrapper } from './wrapper.js';

/** One call in the code, and what it fires. */
export interface TrackCall {
  node: ts.CallExpression;
  /** The names that the event may have; undefined when they are not known before the code runs. */
  events: string[] | undefined;
  properties: GivenProperties;
}

export interface CallTools {
  resolve: Names['resolve'];
  evaluate: Evaluate;
  methodOf: (callee: ts.Expression) => Callee;
  /** Whether a node is inside of a function that only passes on what it is given to track. */
  isForwarding: (node: ts.Node) => boolean;
  wrappers: readonly Wrapper[];
}

/** The calls of a file that track, or `undecided` when it takes types to tell. */
export function findCalls(file: ts.SourceFile, tools: CallTools): TrackCall[] | 'undecided' {
  const calls: TrackCall[] = [];
  let isUndecided = false;
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const call = readCall(node, tools);
      if (call === 'undecided') isUndecided = true;
      else if (call) calls.push(call);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return isUndecided ? 'undecided' : calls;
}

function readCall(node: ts.CallExpression, tools: CallTools): TrackCall | 'undecided' | undefined {
  const name = calleeName(node.expression);
  const wrapper = tools.wrappers.find((one) => one.name === name);
  if (wrapper) return namedCall(node, wrapper.eventArg, wrapper.propertiesArg, tools);
  const method = tools.methodOf(node.expression);
  if (!method || method === 'undecided') return method;
  const [first, second, third] = node.arguments;
  const fixed = fixedCall(method, first, second, third, tools.resolve, node);
  if (fixed) return { node, ...fixed };
  const call = namedCall(node, 0, 1, tools);
  // What a decorator's properties are is known when the method that it stands on has run.
  if (method === 'Track')
    return ts.isDecorator(node.parent) ? { ...call, properties: { given: [], open: true } } : undefined;
  return call.events === undefined && tools.isForwarding(node) ? undefined : call;
}

function namedCall(
  node: ts.CallExpression,
  eventArg: number,
  propertiesArg: number,
  { evaluate, resolve }: CallTools,
): TrackCall {
  // After `...rest` nobody knows which argument is which.
  const spread = node.arguments.findIndex(ts.isSpreadElement);
  const known = (index: number) => spread < 0 || index < spread;
  const event = known(eventArg) ? node.arguments[eventArg] : undefined;
  const names = event && evaluate(event)?.map((one) => ('value' in one ? one.value : undefined));
  const properties = known(propertiesArg)
    ? readProperties(node.arguments[propertiesArg], resolve)
    : { given: [], open: true };
  return {
    node,
    events: names?.every((name) => typeof name === 'string') ? (names as string[]) : undefined,
    properties,
  };
}

/** The methods whose event has a name of its own: the same as in `named-events.ts` of the core. */
function fixedCall(
  method: TrackingMethod,
  first: ts.Expression | undefined,
  second: ts.Expression | undefined,
  third: ts.Expression | undefined,
  resolve: Names['resolve'],
  at: ts.Node,
): Omit<TrackCall, 'node'> | undefined {
  const given = (name: string, value: ts.Expression | undefined) => (value ? [{ name, at, value }] : []);
  if (method === 'trackPageView')
    // What is left out is taken from the page.
    return {
      events: [PAGE_VIEW],
      properties: {
        given: [...given('pagePath', first), ...given('pageTitle', second), ...given('referrer', third)],
        open: true,
      },
    };
  if (method === 'trackClick') {
    const extra = readProperties(third, resolve);
    return {
      events: [BUTTON_CLICK],
      properties: {
        given: [...given('elementId', first), ...given('elementText', second), ...extra.given],
        open: extra.open,
      },
    };
  }
  return method === 'setUser'
    ? { events: [USER_IDENTIFY], properties: { given: [], open: true } }
    : undefined;
}

function calleeName(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}
