import type { StreamReport } from '@pugmark/store';
import type { Completeness } from '../model/answer.ts';

/** Over whole streams. */
export function toCompleteness(streams: readonly StreamReport[]): Completeness {
  const sum = (of: (stream: StreamReport) => number) =>
    streams.reduce((total, stream) => total + of(stream), 0);
  // Left out on purpose, they are told apart from what was tracked.
  const sampled = sum(({ drops }) => drops.sampled ?? 0);
  const numbered = sum(({ maxSeq }) => maxSeq) - sampled;
  return {
    numbered,
    lost: sum(({ lost }) => lost),
    dropped: sum(({ dropped }) => dropped) - sampled,
    rejected: sum(({ rejected }) => rejected),
    sampled,
    share: numbered > 0 ? sum(({ received }) => received) / numbered : null,
  };
}
