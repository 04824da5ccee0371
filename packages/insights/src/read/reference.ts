import type { JsonValue } from '@pugmark/store';
import { QuestionError } from '../model/errors.ts';
import type { Condition, Selection } from '../model/resolved.ts';
import { type Catalogue, nearest } from './catalogue.ts';
import { readCondition } from './condition.ts';
import { isFields, readName, refuseOthers, show } from './values.ts';

/** A reference, and what it is called in an answer. */
export interface Referred {
  selection: Selection;
  property: string | undefined;
  name: string;
}

const REFERENCE = /^(\*|\w+)(?:\.(\w+))?(?:\s+where\s+(\w+)\s*=\s*(\S(?:.*\S)?))?$/;
/** Trackers track them by themselves, so that no plan needs to have them. */
const OWN_EVENTS = ['user_identify', 'user_update'];

export function readReference(value: unknown, path: string, catalogue: Catalogue): Referred {
  if (typeof value === 'string') return readText(value, path, catalogue);
  if (!isFields(value))
    throw new QuestionError(
      'bad_reference',
      path,
      `must be event, event.property, or { event, property, where }; it is ${show(value)}`,
    );
  refuseOthers(value, ['event', 'property', 'where'], path, 'a reference');
  const event = readName(value.event, `${path}.event`);
  const property = value.property === undefined ? undefined : readName(value.property, `${path}.property`);
  const where =
    value.where === undefined ? undefined : readCondition(value.where, `${path}.where`, catalogue);
  checkNames(event, property, path, catalogue);
  return { selection: { event: event === '*' ? undefined : event, where }, property, name: event };
}

function readText(text: string, path: string, catalogue: Catalogue): Referred {
  const [, event, property, filtered, value] = REFERENCE.exec(text.trim()) ?? [];
  if (event === undefined)
    throw new QuestionError(
      'bad_reference',
      path,
      `${show(text)} is no reference: write event, event.property or event where property = value`,
    );
  checkNames(event, property, path, catalogue);
  if (filtered !== undefined) checkNames(event, filtered, path, catalogue);
  const where: Condition | undefined =
    filtered === undefined || value === undefined
      ? undefined
      : {
          kind: 'test',
          operand: { property: filtered },
          op: '=',
          value: typed(value, event, filtered, catalogue),
        };
  return { selection: { event: event === '*' ? undefined : event, where }, property, name: event };
}

function checkNames(event: string, property: string | undefined, path: string, { plan }: Catalogue): void {
  if (!plan || event === '*' || OWN_EVENTS.includes(event)) return;
  const planned = Object.hasOwn(plan.events, event) ? plan.events[event] : undefined;
  if (!planned)
    throw new QuestionError(
      'unknown_event',
      path,
      `the plan has no event "${event}"${nearest(event, Object.keys(plan.events))}`,
    );
  const known = [...Object.keys(planned.properties), ...Object.keys(plan.common)];
  if (property !== undefined && !planned.open && !known.includes(property))
    throw new QuestionError(
      'unknown_property',
      path,
      `"${event}" has no property "${property}" in the plan${nearest(property, known)}`,
    );
}

/** In a text the value has the type that the plan gives the property; without one it is what it looks like. */
function typed(text: string, event: string, property: string, { plan }: Catalogue): JsonValue {
  const planned = plan?.events[event]?.properties[property] ?? plan?.common[property];
  const unquoted = /^"(.*)"$/.exec(text)?.[1] ?? /^'(.*)'$/.exec(text)?.[1];
  if (planned) {
    const { type } = planned;
    const isNumber =
      type === 'number' ||
      type === 'integer' ||
      (planned.enum?.some((each) => typeof each === 'number') ?? false);
    if (isNumber && unquoted === undefined && text.trim() !== '' && Number.isFinite(Number(text)))
      return Number(text);
    if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
    return unquoted ?? text;
  }
  if (unquoted !== undefined) return unquoted;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Only events for which another condition holds too. */
export const narrow = ({ event, where }: Selection, more: Condition | undefined): Selection => ({
  event,
  where: more && where ? { kind: 'all', conditions: [where, more] } : (where ?? more),
});
