import { processWide } from '../../process-wide.js';
import type { ServerTracker } from '../../server-tracker.js';

/** Trackers of the modules that run, oldest first. A decorator is evaluated before any of them exists. */
const running = processWide<ServerTracker[]>('running-trackers', () => []);

/** The tracker that `@Track()` uses: of the module that was started last. */
export const runningTracker = (): ServerTracker | undefined => running.at(-1);

export function addRunning(tracker: ServerTracker): void {
  running.push(tracker);
}

export function removeRunning(tracker: ServerTracker): void {
  const index = running.indexOf(tracker);
  if (index >= 0) running.splice(index, 1);
}
