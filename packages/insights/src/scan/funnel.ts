import type { JsonValue } from '@pugmark/store';
import type { FunnelAnswer } from '../model/answer.ts';
import type { ResolvedFunnel } from '../model/resolved.ts';
import { type Attempt, type FunnelEvent, findAttempt } from '../sequence/funnel.ts';
import { countAttempts } from '../sequence/funnel-steps.ts';
import { isSelected } from '../values/condition.ts';
import { operandValue, type PersonalEvent } from '../values/operand.ts';
import { bySubject } from './subject.ts';

export function scanFunnel(
  question: ResolvedFunnel,
  events: readonly PersonalEvent[],
): FunnelAnswer['groups'] {
  return countAttempts(
    question,
    attempts(question, events).map(({ attempt, times, group }) => ({
      times: attempt.map((place) => times[place] as number),
      group,
    })),
  );
}

/** Who got how far: the subjects, and how many steps each has reached. */
export function scanReached(
  question: ResolvedFunnel,
  events: readonly PersonalEvent[],
): { subject: string; steps: number }[] {
  return attempts(question, events).map(({ subject, attempt }) => ({ subject, steps: attempt.length }));
}

interface Found {
  subject: string;
  attempt: Attempt;
  times: number[];
  group: JsonValue | undefined;
}

function attempts(question: ResolvedFunnel, events: readonly PersonalEvent[]): Found[] {
  const { steps, exclude, order, window, range, groupBy, by } = question;
  const found: Found[] = [];
  for (const [subject, own] of bySubject(events, by)) {
    const seen = own.map(
      (event): FunnelEvent => ({
        time: Date.parse(event.eventTime),
        steps: steps.reduce((bits, step, index) => bits | (Number(isSelected(step, event)) << index), 0),
        isExcluded: exclude.some((each) => isSelected(each, event)),
      }),
    );
    const attempt = findAttempt(seen, { steps: steps.length, order, window, range });
    if (!attempt) continue;
    const first = own[attempt[0] as number] as PersonalEvent;
    found.push({
      subject,
      attempt,
      times: seen.map(({ time }) => time),
      group: groupBy && operandValue(first, groupBy),
    });
  }
  return found;
}
