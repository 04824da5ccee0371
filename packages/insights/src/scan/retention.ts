import type { RetentionAnswer } from '../model/answer.ts';
import type { ResolvedRetention } from '../model/resolved.ts';
import { type FirstStart, toCohorts } from '../sequence/cohorts.ts';
import { isSelected } from '../values/condition.ts';
import type { PersonalEvent } from '../values/operand.ts';
import { bySubject, isIn } from './subject.ts';

export function scanRetention(
  question: ResolvedRetention,
  events: readonly PersonalEvent[],
): RetentionAnswer['cohorts'] {
  const persons: FirstStart[] = [];
  for (const own of bySubject(events, 'person').values()) {
    const first = own.findIndex(
      (event) =>
        isSelected(question.start, event) && (question.first === 'ever' || isIn(event, question.range)),
    );
    const start = own[first];
    if (!start || !isIn(start, question.range)) continue;
    persons.push({
      at: Date.parse(start.eventTime),
      returns: own
        .slice(first)
        .filter((event) => isSelected(question.return, event))
        .map(({ eventTime }) => Date.parse(eventTime)),
    });
  }
  return toCohorts(question, persons);
}
