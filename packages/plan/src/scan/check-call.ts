import type { WireEvent } from '@pugmark/core';
import type ts from 'typescript';
import { guess as nearest } from '../format/fields.js';
import type { Plan, PlanEvent, Property } from '../format/plan.js';
import { checkValue } from '../validate/check-value.js';
import type { Evaluate, Guess } from './evaluate.js';
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
export type FindingCode = (typeof CODES)[number];

export interface Mistake {
  code: FindingCode;
  message: string;
  at: ts.Node;
}

/** The tracker fires it by itself and fills it in by itself; no plan has to hold it. */
const AUTOMATIC_EVENT = 'user_identify';
/** Fields that the tracker puts on an event itself. */
const AUTOMATIC = [
  ...(['eventId', 'eventName', 'eventTime', 'userId', 'deviceId', 'sessionId', 'platform'] as const),
  ...(['referrer', 'source', 'campaign', 'utmSource', 'utmMedium', 'utmCampaign', 'inviteToken'] as const),
] satisfies readonly (keyof WireEvent)[];
const AUTOMATIC_NAMES: ReadonlySet<string> = new Set(AUTOMATIC);

export function checkCall(
  { node, events, properties }: TrackCall,
  plan: Plan,
  evaluate: Evaluate,
): Mistake[] {
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
      if (name === AUTOMATIC_EVENT) return [];
      const message = `the plan has no event "${name}"${nearest(name, Object.keys(plan.events))}`;
      return [{ code: 'unknown_event' as const, message, at: node }];
    }
    const missing = properties.open ? [] : missingOf(name, event, plan, properties.given, node);
    const fields = { ...plan.common, ...event.properties };
    return [...properties.given.flatMap((one) => checkGiven(name, one, fields, evaluate)), ...missing];
  });
}

function missingOf(
  name: string,
  event: PlanEvent,
  plan: Plan,
  given: GivenProperty[],
  at: ts.Node,
): Mistake[] {
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
): Mistake[] {
  const field = Object.hasOwn(fields, property) ? fields[property] : undefined;
  if (!field) {
    if (AUTOMATIC_NAMES.has(property)) return [];
    const message = `"${name}" has no property "${property}"${nearest(property, Object.keys(fields))}`;
    return [{ code: 'unknown_property', message, at }];
  }
  const wrong = evaluate(value)
    ?.map((one) => wrongOf(field, one))
    .find((message) => message !== undefined);
  return wrong === undefined ? [] : [{ code: 'bad_value', message: `"${name}.${property}" ${wrong}`, at }];
}

function wrongOf(field: Property, guess: Guess): string | undefined {
  // `undefined` is left out on the way.
  if ('value' in guess) return guess.value === undefined ? undefined : checkValue(field, guess.value);
  const wanted = field.type === 'integer' ? 'number' : field.type;
  return guess.type === wanted ? undefined : `must be of type ${field.type}, is of type ${guess.type}`;
}
