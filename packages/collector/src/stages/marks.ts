import type { Mark } from '@pugmark/store';
import type { CleanEvent } from './clean.ts';

/** Marks events of one name: those that come too often, or have a number that is too large. */
export type MarkRule = {
  /** What the event is marked with: lower-case snake_case. */
  mark: string;
  eventName: string;
} & (FrequencyRule | NumberRule);

interface FrequencyRule {
  /** Events above this number within the window are marked. */
  moreThan: number;
  /** Milliseconds, by the time of the events. */
  within: number;
  /** Whose events are counted together. Default `device`. */
  by?: 'device' | 'user' | 'session';
}

interface NumberRule {
  /** The property, or the names that it may have. */
  property: string | readonly string[];
  above: number;
}

/** Decides the marks of an event; remembers the latest ones of those that rules count. */
export type Marker = (event: CleanEvent, eventId: string, time: number) => Mark[];

/** Many scans by one device within a minute, and heartbeats that took over five seconds. */
export const DEFAULT_MARK_RULES: readonly MarkRule[] = [
  { mark: 'suspect_batch', eventName: 'qr_scan', moreThan: 10, within: 60_000 },
  {
    mark: 'late_heartbeat',
    eventName: 'heartbeat_receive',
    property: ['latency_ms', 'latencyMs'],
    above: 5_000,
  },
];

/** Subjects that a rule remembers. */
const MAX_SUBJECTS = 10_000;
/** Nearly every event has no marks; frozen, since all of them share it. */
const NONE = Object.freeze([]) as unknown as Mark[];

type Check = (event: CleanEvent, eventId: string, time: number) => boolean;

export function createMarker(rules: readonly MarkRule[] = DEFAULT_MARK_RULES): Marker {
  const byName = new Map<string, { mark: Mark; check: Check }[]>();
  for (const rule of rules) {
    const check = 'moreThan' in rule ? countEvents(rule) : compareNumber(rule);
    byName.set(rule.eventName, [...(byName.get(rule.eventName) ?? []), { mark: rule.mark, check }]);
  }
  return (event, eventId, time) => {
    const checks = byName.get(event.eventName);
    if (!checks) return NONE;
    // Every check, for each counts.
    return checks.filter(({ check }) => check(event, eventId, time)).map(({ mark }) => mark);
  };
}

function compareNumber({ property, above }: NumberRule): Check {
  const names = typeof property === 'string' ? [property] : property;
  return ({ properties }) => {
    const value = names.map((name) => properties[name]).find((found) => found !== undefined);
    return typeof value === 'number' && value > above;
  };
}

function countEvents({ moreThan, within, by = 'device' }: FrequencyRule): Check {
  const subjects = new Map<string, Map<string, number>>();
  return (event, eventId, time) => {
    const subject = { device: event.deviceId, user: event.userId, session: event.sessionId }[by];
    // Servers send the events of all.
    if (subject === undefined || (by !== 'user' && subject === 'server')) return false;
    const recent = subjects.get(subject) ?? new Map<string, number>();
    // Moved to the end, so that whoever was quiet for longest is forgotten first.
    subjects.delete(subject);
    subjects.set(subject, recent);
    if (subjects.size > MAX_SUBJECTS) subjects.delete(subjects.keys().next().value as string);
    // By id: a resent event is the same event.
    recent.set(eventId, time);
    for (const [id, at] of recent) if (at <= time - within) recent.delete(id);
    if (recent.size > moreThan + 1) recent.delete(recent.keys().next().value as string);
    return recent.size > moreThan;
  };
}

const MARK = /^[a-z][a-z0-9_]{0,63}$/;

/** @throws TypeError when a rule makes no sense. */
export function checkMarkRules(rules: readonly MarkRule[]): readonly MarkRule[] {
  for (const rule of rules) {
    const isCount = 'moreThan' in rule && 'within' in rule;
    const limits = isCount ? [rule.moreThan, rule.within] : 'above' in rule ? [rule.above] : [Number.NaN];
    if (!MARK.test(rule.mark) || !rule.eventName || !limits.every(Number.isFinite)) {
      throw new TypeError(
        `markRules must be like { mark: 'suspect_batch', eventName: 'qr_scan', moreThan: 10, within: 60000 } or ` +
          `{ mark: 'late_heartbeat', eventName: 'heartbeat_receive', property: 'latency_ms', above: 5000 }; one is ` +
          `${JSON.stringify(rule)}.`,
      );
    }
  }
  return rules;
}
