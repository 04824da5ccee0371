import type { ErasureScope } from '../erasure.ts';
import { MAX_REJECTED, REJECTED_DAYS, type RejectedEvent, type Rejections } from '../rejections.ts';

/** What was rejected, in memory, and a way to remove what is of somebody. */
export function createMemoryRejections(
  now: () => number,
): Rejections & { removeOf(scope: ErasureScope): void } {
  let kept: RejectedEvent[] = [];
  let lastId = 0;
  return {
    async keepRejected(events) {
      const oldest = new Date(now() - REJECTED_DAYS * 86_400_000).toISOString();
      const added = events.map((event) => ({ ...event, rejectedId: String(++lastId) }));
      kept = [...kept, ...added].filter(({ receivedAt }) => receivedAt >= oldest).slice(-MAX_REJECTED);
    },
    async rejectedEvents({ code, before, limit }) {
      const found = kept.filter(
        (event) =>
          (code === undefined || event.code === code) &&
          (before === undefined || Number(event.rejectedId) < Number(before)),
      );
      return found.reverse().slice(0, limit);
    },
    async forgetRejected(ids) {
      const gone = new Set(ids);
      kept = kept.filter(({ rejectedId }) => !gone.has(rejectedId));
    },
    removeOf({ userIds, deviceIds }) {
      kept = kept.filter(
        ({ userId, deviceId }) =>
          !(userId !== null && userIds.includes(userId)) &&
          !(deviceId !== null && deviceIds.includes(deviceId)),
      );
    },
  };
}
