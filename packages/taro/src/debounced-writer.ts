import type { Clock } from '@pugmark/core';
import { type Document, operations } from './documents.js';
import type { MiniApi } from './mini-api.js';

/** How long writes are gathered, in ms: a write holds up the app's own storage. */
const DELAY = 200;

interface Waiter {
  resolve(): void;
  reject(cause: unknown): void;
}

/** Writes documents that changed: together and asynchronously, or at once while the app is in the background. */
export function createDebouncedWriter(api: MiniApi, { timer }: Clock) {
  let changed: Document[] = [];
  let flying: Document[] = [];
  let waiters: Waiter[] = [];
  let cancelTimer: (() => void) | undefined;
  let isHidden = false;
  let failure: { cause: unknown } | undefined;

  const finish = (waiting: Waiter[]) => {
    for (const { resolve, reject } of waiting) failure ? reject(failure.cause) : resolve();
  };

  const write = async () => {
    cancelTimer = undefined;
    // One write at a time; the next begins when this one is over.
    if (flying[0]) return;
    const documents = changed;
    const waiting = waiters;
    flying = documents;
    changed = [];
    waiters = [];
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
      keep(documents);
    }
    flying = [];
    finish(waiting);
    // After a failure the next change tries again.
    if (changed[0] && !failure) schedule();
  };

  const keep = (documents: Document[]) => {
    for (const document of documents) if (changed.indexOf(document) < 0) changed.push(document);
  };

  /** Synchronous. The platform keeps the order of writes, so one that is under way lands before. */
  const persist = () => {
    cancelTimer?.();
    cancelTimer = undefined;
    const documents = changed;
    changed = [];
    failure = undefined;
    for (const document of documents) {
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

  const schedule = () => {
    if (isHidden) persist();
    else if (!cancelTimer && !flying[0]) cancelTimer = timer(() => void write(), DELAY);
  };

  return {
    touch(document: Document) {
      keep([document]);
      schedule();
    },
    /** Resolves when all that was touched before is kept; rejects when the platform refused it. */
    settled: () =>
      new Promise<void>((resolve, reject) => {
        if (!changed[0]) return failure ? reject(failure.cause) : resolve();
        waiters.push({ resolve, reject });
        schedule();
      }),
    hide(hidden: boolean) {
      isHidden = hidden;
      if (hidden) persist();
    },
    isFlying: (document: Document) => flying.indexOf(document) >= 0,
    hasFailed: () => Boolean(failure),
  };
}

/** A write that is refused throws on WeChat and Douyin, answers `success: false` on Alipay, and an Error on Baidu. */
function accept(answer: unknown): void {
  const { success, message } = (answer || {}) as { success?: boolean; message?: string };
  if (success === false || message) throw answer;
}
