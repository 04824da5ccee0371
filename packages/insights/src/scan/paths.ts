import type { PathLink } from '../model/answer.ts';
import type { ResolvedPaths } from '../model/resolved.ts';
import { largestLinks } from '../sequence/links.ts';
import { holds, isSelected } from '../values/condition.ts';
import type { PersonalEvent } from '../values/operand.ts';
import { bySubject, isIn } from './subject.ts';

export function scanPaths(question: ResolvedPaths, events: readonly PersonalEvent[]): PathLink[] {
  const { where, anchor, range, direction, steps, limit } = question;
  const counts = new Map<string, PathLink>();
  const seen = where ? events.filter((event) => holds(where, event)) : events;
  for (const own of bySubject(seen, question.by).values()) {
    const at = own.findIndex((event) => isIn(event, range) && isSelected(anchor, event));
    if (at < 0) continue;
    for (let step = 1; step <= steps; step++) {
      const [earlier, later] =
        direction === 'after' ? [at + step - 1, at + step] : [at - step, at - step + 1];
      const [from, to] = [own[earlier]?.eventName, own[later]?.eventName];
      if (from === undefined || to === undefined) break;
      const key = JSON.stringify([step, from, to]);
      const link = counts.get(key) ?? { step, from, to, count: 0 };
      link.count++;
      counts.set(key, link);
    }
  }
  return largestLinks([...counts.values()], limit);
}
