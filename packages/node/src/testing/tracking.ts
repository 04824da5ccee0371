import type { WireEvent } from '@pugmark/core';
import { onTestFinished } from 'vitest';
import { createTracker } from '../create-tracker.js';
import type { ServerTracker } from '../server-tracker.js';
import { startCollector } from './collector.js';

/** A tracker that sends to a collector of its own; both end with the test. */
export async function startTracking(): Promise<{
  tracker: ServerTracker;
  /** Flushes, and answers all that has arrived. */
  arrived(): Promise<WireEvent[]>;
}> {
  const collector = await startCollector();
  const tracker = createTracker({ apiUrl: collector.url, durability: 'memory' });
  onTestFinished(async () => void (await tracker.stop()));
  return {
    tracker,
    async arrived() {
      await tracker.flush();
      return collector.events();
    },
  };
}
