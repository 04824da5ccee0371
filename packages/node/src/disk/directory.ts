import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The directory of one queue. What was tracked for one collector must never be sent to another, so the address is part
 * of the queue's name.
 *
 * @param directory Empty for the default.
 */
export function queueDirectory(directory: string, name: string, apiUrl: string): string {
  const hash = createHash('sha256').update(apiUrl).digest('hex').slice(0, 12);
  return join(resolve(directory || defaultDirectory()), `${encodeURIComponent(name)}-${hash}`);
}

/** Where programs of this user keep their state: it outlives a restart of the machine and a release of the app. */
function defaultDirectory(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_STATE_HOME) return join(XDG_STATE_HOME, 'pugmark');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'pugmark');
  try {
    return join(homedir(), '.local', 'state', 'pugmark');
  } catch {
    // A user without a home, as in some containers.
    return join(tmpdir(), 'pugmark');
  }
}
