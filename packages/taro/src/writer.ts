import type { Clock } from '@pugmark/core';
import { type Document, operations } from './documents.js';
import type { MiniApi } from './mini-api.js';

/** How long writes that can wait are gathered, in ms: a write holds up the app's own storage. */
const DELAY = 200;
/** Urgent writes that are made at once; one more is allowed every `DELAY`, so that an app which tracks all the time is not slowed. */
const BURST = 30;

interface Waiter {
  resolve(): void;
  reject(cause: unknown): void;
}

export type Writer = ReturnType<typeof createWriter>;

/**
 * Writes documents that changed, without waiting for the writes before: the platform takes a call over at once, carries
 * calls out in their order, and does so also when the app's script is killed the next moment.
 */
export function createWriter(api: MiniApi, { now, timer }: Clock) {
  const changed: Document[] = [];
  const waiters: Waiter[] = [];
  let underWay = 0;
  let isDue = false;
  let budget = BURST;
  let budgetAt = now();
  let cancelTimer: (() => void) | undefined;
  let isHidden = false;
  let failure: { cause: unknown } | undefined;

  const finish = (waiting: Waiter[]) => {
    for (const { resolve, reject } of waiting) failure ? reject(failure.cause) : resolve();
  };

  const keep = (documents: Document[]) => {
    for (const document of documents) if (changed.indexOf(document) < 0) changed.push(document);
  };

  const takeAll = () => {
    isDue = false;
    cancelTimer?.();
    cancelTimer = undefined;
    return changed.splice(0);
  };

  const write = async () => {
    const documents = takeAll();
    const waiting = waiters.splice(0);
    underWay++;
    try {
      await Promise.all(
        ([] as Promise<unknown>[]).concat(
          ...documents.map((document) =>
            operations(document).map(([key, data]) =>
              data === undefined ? api.removeStorage({ key }) : api.setStorage({ key, data }),
            ),
          ),
        ),
      );
      failure = undefined;
    } catch (cause) {
      failure = { cause: cause || 'storage failed' };
      // The next change tries again.
      keep(documents);
    }
    underWay--;
    finish(waiting);
  };

  /** Synchronous. The platform keeps the order of writes, so one that is under way lands before. */
  const persist = () => {
    failure = undefined;
    for (const document of takeAll()) {
      try {
        for (const [key, data] of operations(document)) {
          if (data === undefined) api.removeStorageSync(key);
          else accept(api.setStorageSync(key, data));
        }
      } catch (cause) {
        failure = { cause: cause || 'storage failed' };
        keep([document]);
      }
    }
    finish(waiters.splice(0));
  };

  const schedule = (isUrgent?: boolean) => {
    if (isHidden) return persist();
    if (isDue) return;
    const time = now();
    budget = Math.min(BURST, budget + Math.abs(time - budgetAt) / DELAY);
    budgetAt = time;
    if (isUrgent && budget >= 1) {
      budget--;
      isDue = true;
      // In a microtask, so that what changes together is written together.
      Promise.resolve().then(() => {
        if (isDue) void write();
      });
    } else cancelTimer = cancelTimer || timer(() => void write(), DELAY);
  };

  return {
    touch(document: Document, isUrgent?: boolean) {
      keep([document]);
      schedule(isUrgent);
    },
    /** Resolves when all that was touched before is kept; rejects when the platform refused it. */
    settled: () =>
      new Promise<void>((resolve, reject) => {
        if (!changed[0] && !underWay) return failure ? reject(failure.cause) : resolve();
        waiters.push({ resolve, reject });
        schedule();
      }),
    hide(hidden: boolean) {
      isHidden = hidden;
      if (hidden) persist();
    },
    /** Something is on its way, or was refused. */
    isBusy: () => Boolean(underWay || waiters[0] || failure),
    hasFailed: () => Boolean(failure),
  };
}

/** A write that is refused throws on WeChat and Douyin, answers `success: false` on Alipay, and an Error on Baidu. */
function accept(answer: unknown): void {
  const { success, message } = (answer || {}) as { success?: boolean; message?: string };
  if (success === false || message) throw answer;
}
