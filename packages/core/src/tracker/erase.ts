import type { LogOpener } from '../log/open-log.js';
import { CONSENT_KEY } from './consent.js';
import type { TrackerParts } from './engine.js';
import { ERASURE_KEY } from './request-erasure.js';

/** Removes everything that trackers of this name have ever kept here, but for the decision itself, and a request that was not answered yet. */
export function erase({ settings, store }: TrackerParts['platform'], log: LogOpener): void {
  settings.keys().forEach((key) => {
    if (key !== CONSENT_KEY && key !== ERASURE_KEY) settings.remove(key);
  });
  log.erase_(store);
}
