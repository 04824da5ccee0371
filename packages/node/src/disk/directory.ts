import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Longest name of a tracker that becomes a name of a directory as it is; file systems take 255 bytes at most. */
const MAX_NAME = 150;

/**
 * The directory of one queue. What was tracked for one collector must never be sent to another, so the address, as core
 * names it, is part of it.
 */
export function queueDirectory({
  directory,
  name,
  queue,
}: Record<'directory' | 'name' | 'queue', string>): string {
  return join(resolve(directory), `${fileNameOf(name)}-${queue}`);
}

function fileNameOf(name: string): string {
  // Half an emoji cannot be encoded; as bytes it becomes a mark of replacement.
  const encoded = encodeURIComponent(Buffer.from(name).toString());
  if (encoded.length <= MAX_NAME) return encoded;
  return `${encoded.slice(0, MAX_NAME)}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

/** Where programs of this user keep their state: it outlives a restart of the machine and a release of the app. */
export function stateDirectory(): string {
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
