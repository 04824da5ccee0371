import type { LogOpener } from '../log/open-log.js';
import type { Platform } from '../platform.js';
import { CONSENT_KEY } from './consent.js';

/** Removes everything that trackers of this name have ever kept here, but for the decision itself. */
export function erase({ settings }: Pick<Platform, 'settings'>, log: LogOpener): void {
  settings.keys().forEach((key) => {
    if (key !== CONSENT_KEY) settings.remove(key);
  });
  log.erase_();
}
