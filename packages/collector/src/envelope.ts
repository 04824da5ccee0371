import type { DropReport } from '@pugmark/store';
import { readDropReports } from './drop-reports.ts';
import { isObject, type PlainObject } from './object.ts';
import { refuse } from './refusal.ts';
import { parseTime } from './stages/time.ts';

/** What a request carried, groups opened, before any event was looked at. */
export interface ReceivedBatch {
  events: unknown[];
  dropped: DropReport[];
  /** Characters that groups add, by repeating what their events share. */
  expanded: number;
  /** Milliseconds by the client's clock. */
  sentAt?: number;
  key?: string;
}

export interface EnvelopeLimits {
  /** Events in one request. */
  maxEvents: number;
  /** Characters that shared fields may come to when they are repeated for each event of their group. */
  maxExpanded: number;
}

/** Reads the body of a batch: its groups, its complete events, and the reports of what was dropped. */
export function openEnvelope(body: unknown, limits: EnvelopeLimits): ReceivedBatch {
  if (Array.isArray(body)) {
    throw refuse(400, 'not_an_envelope', 'The body is an array: wrap it as {"events":[…]}.');
  }
  if (!isObject(body) || (body.events ?? body.groups ?? body.dropped) === undefined) {
    throw refuse(
      400,
      'not_an_envelope',
      'The body is no envelope: send {"events":[…]}; one event alone goes to /tracking/events.',
    );
  }
  const groups = listOf(body, 'groups').map(readGroup);
  const loose = listOf(body, 'events');
  const expanded = checkSize(groups, loose.length, limits);
  const sentAt = parseTime(body.sentAt);
  return {
    events: groups.flatMap(expandGroup).concat(loose),
    dropped: readDropReports(body.dropped),
    expanded,
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(typeof body.key === 'string' ? { key: body.key } : {}),
  };
}

/** Reads a body that is one event. */
export function openSingleEvent(body: unknown): ReceivedBatch {
  if (!isObject(body) || Array.isArray(body.events) || Array.isArray(body.groups)) {
    throw refuse(
      400,
      'not_an_event',
      'The body is not one event: send an object with eventName here, and batches to /tracking/events/batch.',
    );
  }
  return { events: [body], dropped: [], expanded: 0 };
}

interface Group {
  shared: PlainObject;
  events: unknown[];
}

function listOf(body: PlainObject, field: string): unknown[] {
  const value = body[field] ?? [];
  if (!Array.isArray(value)) throw refuse(400, 'not_an_envelope', `"${field}" must be an array.`);
  return value;
}

function readGroup(group: unknown, index: number): Group {
  if (!isObject(group) || !Array.isArray(group.events) || !isObject(group.shared ?? {})) {
    throw refuse(
      400,
      'not_an_envelope',
      `groups[${index}] must be {"shared":{…},"events":[…]}, with an object and an array.`,
    );
  }
  return { shared: (group.shared ?? {}) as PlainObject, events: group.events };
}

function checkSize(groups: Group[], loose: number, limits: EnvelopeLimits): number {
  const count = groups.reduce((sum, group) => sum + group.events.length, loose);
  if (count > limits.maxEvents) {
    throw refuse(413, 'too_many_events', `${count} events in one request: send at most ${limits.maxEvents}.`);
  }
  // A few kilobytes of shared fields and thousands of empty events would otherwise grow like a bomb.
  let expanded = 0;
  for (const group of groups) {
    if (group.events.length > 1) expanded += JSON.stringify(group.shared).length * group.events.length;
  }
  if (expanded > limits.maxExpanded) {
    throw refuse(
      413,
      'too_large',
      'The shared fields are too large for so many events: send smaller groups.',
    );
  }
  return expanded;
}

function expandGroup({ shared, events }: Group): unknown[] {
  return events.map((event) => {
    if (!isObject(event)) return event;
    // Spreading defines own properties, so a `__proto__` key stays data until it is cleaned away.
    const whole: PlainObject = { ...shared, ...event };
    if (isObject(shared.properties) && isObject(event.properties)) {
      whole.properties = { ...shared.properties, ...event.properties };
    }
    return whole;
  });
}
