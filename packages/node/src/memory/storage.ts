import { streamOfSpill } from '@pugmark/core';
import { processWide } from '../process-wide.js';
import type { Storage } from '../storage.js';
import { createMemoryLocks } from './locks.js';
import { createMemorySettings } from './settings.js';
import { createMemoryStore } from './store.js';

type Queue = Pick<Storage, 'settings' | 'store' | 'own'> & { trackers: number };

/** By name and address: what one tracker leaves at its `close`, the next one of the process takes over. */
const queues = processWide('memory-queues', () => new Map<string, Queue>());

/** A queue in memory, which the trackers of a process share: it ends with the process. */
export function createMemoryStorage({ name, queue }: { name: string; queue: string }): Storage {
  const key = `${queue} ${name}`;
  const shared = queues.get(key) ?? {
    settings: createMemorySettings(),
    store: createMemoryStore(),
    own: createMemoryLocks(),
    trackers: 0,
  };
  queues.set(key, shared);
  shared.trackers++;
  const { settings, store, own } = shared;

  return {
    settings,
    store,
    own,
    isKept: () => false,
    watch: () => () => {},
    async close() {
      shared.trackers--;
      const isEmpty = !(await store.keys())[0] && !settings.keys().some(streamOfSpill);
      if (isEmpty && !shared.trackers && queues.get(key) === shared) queues.delete(key);
    },
  };
}
