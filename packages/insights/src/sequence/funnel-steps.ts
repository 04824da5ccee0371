import type { JsonValue } from '@pugmark/store';
import type { FunnelAnswer, FunnelStep } from '../model/answer.ts';
import { byTotal, groupKey } from '../values/groups.ts';
import { quantileOf } from '../values/quantile.ts';

/** The attempt of one subject: when it took each step, in ms, and the group that its first event is in. */
export interface CountedAttempt {
  times: readonly number[];
  group: JsonValue | undefined;
}

/** What a funnel shows of all attempts. */
export function countAttempts(
  { names, groupBy }: { names: readonly string[]; groupBy: unknown },
  attempts: readonly CountedAttempt[],
): FunnelAnswer['groups'] {
  if (!groupBy) return [{ steps: toSteps(names, attempts) }];
  const groups = new Map<string, { group: JsonValue; attempts: CountedAttempt[] }>();
  for (const attempt of attempts) {
    const key = groupKey(attempt.group);
    const known = groups.get(key);
    if (known) known.attempts.push(attempt);
    else groups.set(key, { group: attempt.group ?? null, attempts: [attempt] });
  }
  return [...groups.values()]
    .map(({ group, attempts: own }) => ({ group, total: own.length, steps: toSteps(names, own) }))
    .sort(byTotal)
    .map(({ group, steps }) => ({ group, steps }));
}

function toSteps(names: readonly string[], attempts: readonly CountedAttempt[]): FunnelStep[] {
  const counts = names.map((_, index) => attempts.filter(({ times }) => times.length > index).length);
  const share = (part: number, whole: number | undefined) => (whole ? part / whole : null);
  return names.map((event, index) => {
    const count = counts[index] as number;
    const waits = attempts
      .filter(({ times }) => index > 0 && times.length > index)
      .map(({ times }) => (times[index] as number) - (times[index - 1] as number))
      .sort((a, b) => a - b);
    return {
      event,
      count,
      fromFirst: share(count, counts[0]),
      fromPrevious: index === 0 ? 1 : share(count, counts[index - 1]),
      medianMs: waits.length > 0 ? quantileOf(waits, 0.5) : null,
    };
  });
}
