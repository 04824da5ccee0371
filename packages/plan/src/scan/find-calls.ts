import ts from 'typescript';
import type { Evaluate } from './evaluate.js';
import type { OwnCallee, TrackingMethod } from './own-callee.js';
import { type GivenProperties, readProperties } from './read-properties.js';
import type { Names } from './resolve.js';
import { isInsideWrapper, type Wrapper } from './wrapper.js';

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
  ownCallee: OwnCallee;
  wrappers: readonly Wrapper[];
}

export function findCalls(file: ts.SourceFile, tools: CallTools): TrackCall[] {
  const calls: TrackCall[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const call = readCall(node, tools);
      if (call) calls.push(call);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
}

function readCall(node: ts.CallExpression, tools: CallTools): TrackCall | undefined {
  const name = calleeName(node.expression);
  const wrapper = tools.wrappers.find((one) => one.name === name);
  if (wrapper) return namedCall(node, wrapper.eventArg, wrapper.propertiesArg, tools);
  const method = tools.ownCallee.methodOf(node.expression);
  if (!method) return undefined;
  const [first, second, third] = node.arguments;
  const fixed = fixedCall(method, first, second, third, tools.resolve, node);
  if (fixed) return { node, ...fixed };
  const call = namedCall(node, 0, 1, tools);
  return call.events === undefined && isInsideWrapper(node, tools.wrappers) ? undefined : call;
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
  const guesses = event && evaluate(event);
  const names = guesses?.map((guess) => ('value' in guess ? guess.value : undefined));
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
      events: ['page_view'],
      properties: {
        given: [...given('pagePath', first), ...given('pageTitle', second), ...given('referrer', third)],
        open: true,
      },
    };
  if (method === 'trackClick') {
    const extra = readProperties(third, resolve);
    return {
      events: ['button_click'],
      properties: {
        given: [...given('elementId', first), ...given('elementText', second), ...extra.given],
        open: extra.open,
      },
    };
  }
  return method === 'setUser'
    ? { events: ['user_identify'], properties: { given: [], open: true } }
    : undefined;
}

function calleeName(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}
