import type { WireEvent } from '@pugmark/core';
import { CAMPAIGN_FACTS, USER_IDENTIFY } from '@pugmark/core/vocabulary';
import type ts from 'typescript';
import { unknownEvent } from '../builtin/unknown-event.js';
import type { Plan, PlanEvent, Property } from '../model/plan.js';
import { didYouMean } from '../naming/did-you-mean.js';
import { checkValue } from '../validate/check-value.js';
import type { Evaluate, PossibleValue } from './evaluate.js';
import type { TrackCall } from './find-calls.js';
import type { GivenProperty } from './read-properties.js';

export const CODES = [
  'unknown_event',
  'missing_property',
  'unknown_property',
  'bad_value',
  'dynamic_name',
  'never_fired',
] as const;
export type ProblemCode = (typeof CODES)[number];

/** What a person must mend in the code. */
export interface CallProblem {
  code: ProblemCode;
  message: string;
  at: ts.Node;
}

/** Fields that the tracker puts on an event itself. */
const AUTOMATIC = [
  ...(['eventId', 'eventName', 'eventTime', 'userId', 'deviceId', 'sessionId', 'platform'] as const),
  ...CAMPAIGN_FACTS,
] satisfies readonly (keyof WireEvent)[];
const AUTOMATIC_NAMES: ReadonlySet<string> = new Set(AUTOMATIC);

export function checkCall(
  { node, events, properties }: TrackCall,
  plan: Plan,
  evaluate: Evaluate,
): CallProblem[] {
  if (events === undefined)
    return [
      {
        code: 'dynamic_name',
        message: 'the name of the event is not known before the code runs, so that it cannot be checked',
        at: node,
      },
    ];
  return [...new Set(events)].flatMap((name) => {
    const event = Object.hasOwn(plan.events, name) ? plan.events[name] : undefined;
    if (!event) {
      // The tracker tracks it itself, by `setUser`; a plan need not have it.
      if (name === USER_IDENTIFY) return [];
      return [{ code: 'unknown_event' as const, message: unknownEvent(name, plan), at: node }];
    }
    const missing = properties.open ? [] : missingOf(name, event, plan, properties.given, node);
    const fields = { ...plan.common, ...event.properties };
    const given = event.open
      ? properties.given.filter((one) => Object.hasOwn(fields, one.name))
      : properties.given;
    return [...given.flatMap((one) => checkGiven(name, one, fields, evaluate)), ...missing];
  });
}

function missingOf(
  name: string,
  event: PlanEvent,
  plan: Plan,
  given: GivenProperty[],
  at: ts.Node,
): CallProblem[] {
  const names = new Set(given.map((one) => one.name));
  return Object.entries(event.properties)
    .filter(
      // A common property may have been registered.
      ([property, { required }]) => required && !names.has(property) && !Object.hasOwn(plan.common, property),
    )
    .map(([property]) => ({
      code: 'missing_property',
      message: `"${name}" requires the property "${property}"`,
      at,
    }));
}

function checkGiven(
  name: string,
  { name: property, at, value }: GivenProperty,
  fields: Readonly<Record<string, Property>>,
  evaluate: Evaluate,
): CallProblem[] {
  const field = Object.hasOwn(fields, property) ? fields[property] : undefined;
  if (!field) {
    if (AUTOMATIC_NAMES.has(property)) return [];
    const message = `"${name}" has no property "${property}"${didYouMean(property, Object.keys(fields))}`;
    return [{ code: 'unknown_property', message, at }];
  }
  const wrong = evaluate(value)
    ?.map((one) => wrongOf(field, one))
    .find((message) => message !== undefined);
  return wrong === undefined ? [] : [{ code: 'bad_value', message: `"${name}.${property}" ${wrong}`, at }];
}

function wrongOf(field: Property, possible: PossibleValue): string | undefined {
  // `undefined` is left out on the way.
  if ('value' in possible)
    return possible.value === undefined ? undefined : checkValue(field, possible.value);
  const wanted = field.type === 'integer' ? 'number' : field.type;
  return possible.type === wanted ? undefined : `must be of type ${field.type}, is of type ${possible.type}`;
}
