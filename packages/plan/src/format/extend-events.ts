import { BUILTIN_EVENTS } from '../builtin/events.js';
import type { PlanEvent } from '../model/plan.js';
import type { EventSource } from '../model/plan-source.js';
import { BUILTIN_SETS, type BuiltinSet } from '../model/words.js';
import { type Report, readWord } from './fields.js';
import { readEvent } from './read-event.js';

type Events = Record<string, PlanEvent>;

/** `extends: pugmark/web`, or a list of sets. */
export function readExtends(value: unknown, report: Report): BuiltinSet[] {
  const names: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const sets = names.flatMap((name, index) => {
    const path = Array.isArray(value) ? ['extends', index] : ['extends'];
    return readWord({ set: name }, 'set', BUILTIN_SETS, [], (problem) => report({ ...problem, path })) ?? [];
  });
  return [...new Set(sets)];
}

/** The events of the sets, with what the plan says of the same events. */
export function extendEvents(own: Events, sets: readonly BuiltinSet[], report: Report): Events {
  const extended: Events = {};
  for (const set of sets)
    for (const [name, source] of Object.entries<EventSource>(BUILTIN_EVENTS[set])) {
      const event = readEvent(source, ['extends'], report);
      if (!event) continue;
      const isOpen = source.properties === undefined && !Object.hasOwn(own, name);
      extended[name] = join({ ...event, builtin: set, ...(isOpen && { open: true }) }, extended[name]);
    }
  return Object.fromEntries(Object.entries(extended).map(([name, event]) => [name, join(event, own[name])]));
}

function join(event: PlanEvent, more: PlanEvent | undefined): PlanEvent {
  return { ...event, ...more, properties: { ...event.properties, ...more?.properties } };
}
