import type { Clock } from '@pugmark/core';
import type { MiniApi } from './mini-api.js';

/** How long writes that can wait are gathered, in ms: a write holds up the app's own storage. */
const DELAY = 200;
/** Urgent writes that are made at once; one more is allowed every `DELAY`, so that an app which tracks all the time is not slowed. */
const BURST = 30;
/** A write that was refused is tried again after this time, in ms, whatever else happens. */
const RETRY = 30_000;

/** A text under one storage key. */
export interface Document {
  readonly key: string;
  /** `undefined` removes it. */
  text(): string | undefined;
}

export type Writer = ReturnType<typeof createWriter>;

/**
 * Writes documents that changed, without waiting for the writes before: the platform takes a call over at once, carries
 * calls out in their order, and does so also when the app's script is killed the next moment. What is refused is written
 * again with the next change, or later.
 *
 * @param onTrouble Called whenever the platform refuses something.
 */
export function createWriter(api: MiniApi, { now, timer }: Clock, onTrouble: (cause: unknown) => void) {
  let changed: Document[] = [];
  let isDue = false;
  let budget = BURST;
  let budgetAt = now();
  let cancelTimer: (() => void) | undefined;
  let isHidden = false;
  let hasFailed = false;

  const keep = (document: Document) => {
    if (changed.indexOf(document) < 0) changed.push(document);
  };

  const wait = (ms: number) => {
    cancelTimer = cancelTimer || timer(write, ms);
  };

  const refused = (document: Document, cause: unknown) => {
    hasFailed = true;
    keep(document);
    wait(RETRY);
    onTrouble(cause || 'storage failed');
  };

  /** The platform keeps the order of writes, so one that is under way lands before one that is synchronous. */
  const write = () => {
    isDue = false;
    cancelTimer?.();
    cancelTimer = undefined;
    const documents = changed;
    changed = [];
    if (documents[0]) hasFailed = false;
    documents.forEach((document) => {
      const { key } = document;
      const data = document.text();
      const refuse = (cause: unknown) => refused(document, cause);
      try {
        if (isHidden) accept(data === undefined ? api.removeStorageSync(key) : api.setStorageSync(key, data));
        else
          (data === undefined ? api.removeStorage({ key }) : api.setStorage({ key, data })).then(
            null,
            refuse,
          );
      } catch (cause) {
        refuse(cause);
      }
    });
  };

  const schedule = (isUrgent?: boolean) => {
    if (isHidden) return write();
    if (isDue) return;
    const time = now();
    budget = Math.min(BURST, budget + Math.abs(time - budgetAt) / DELAY);
    budgetAt = time;
    if (!isUrgent || budget < 1) return wait(DELAY);
    budget--;
    isDue = true;
    // In a microtask, so that what changes together is written together.
    Promise.resolve().then(() => isDue && write());
  };

  return {
    touch(document: Document, isUrgent?: boolean) {
      keep(document);
      schedule(isUrgent);
    },
    write,
    /** In the background, where timers stand still, every write is made at once, synchronously. */
    hide(hidden: boolean) {
      isHidden = hidden;
      if (hidden) write();
    },
    hasFailed: () => hasFailed,
  };
}

/** A write that is refused throws on WeChat and Douyin, answers `success: false` on Alipay, and an Error on Baidu. */
function accept(answer: unknown): void {
  const { success, message } = (answer || {}) as { success?: boolean; message?: string };
  if (success === false || message) throw answer;
}
