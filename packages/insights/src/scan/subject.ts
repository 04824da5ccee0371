import type { Subject } from '../model/question.ts';
import type { PersonalEvent } from '../values/operand.ts';
import { SERVER } from './persons.ts';

/** Whose event it is; `undefined`: nobody's. */
export function subjectOf(event: PersonalEvent, by: Subject): string | undefined {
  if (by === 'person') return event.personId ?? undefined;
  const id = by === 'device' ? event.deviceId : event.sessionId;
  return id === SERVER ? undefined : id;
}

/** Events of each subject, in their order. */
export function bySubject(events: readonly PersonalEvent[], by: Subject): Map<string, PersonalEvent[]> {
  const groups = new Map<string, PersonalEvent[]>();
  for (const event of events) {
    const subject = subjectOf(event, by);
    if (subject === undefined) continue;
    const group = groups.get(subject);
    if (group) group.push(event);
    else groups.set(subject, [event]);
  }
  return groups;
}

export const isIn = (event: PersonalEvent, { from, to }: { from: number; to: number }): boolean => {
  const time = Date.parse(event.eventTime);
  return time >= from && time < to;
};
