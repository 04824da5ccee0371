import { figuresOf, type StreamAccount } from '../accounts/stream-account.ts';
import type { StreamReport } from '../ports.ts';

const MAX_GAPS = 100;

/** What is told of an account. */
export function toReport(account: StreamAccount): StreamReport {
  const { streamId, deviceId, platform, firstSeen, lastSeen, highest, marks } = account;
  const { gaps, ...figures } = figuresOf(account);
  return {
    streamId,
    deviceId,
    platform,
    firstSeen,
    lastSeen,
    maxSeq: highest,
    ...figures,
    gaps: gaps.slice(0, MAX_GAPS),
    marks,
  };
}
