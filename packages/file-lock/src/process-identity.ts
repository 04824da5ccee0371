import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process: an id alone is used again, by a later process and in every container. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the kernel's own units, where the system tells. */
  start?: string | undefined;
  /** Where its id means something: the machine, its boot, and the namespace of process ids. */
  space: string;
}

/** The identity of this process. */
export function identify(): ProcessIdentity {
  return { pid: process.pid, start: startOf(process.pid), space: space() };
}

/** Whether the process runs; `undefined` when that cannot be seen from here. A zombie does not run. */
export function isRunning({ pid, start, space: where }: ProcessIdentity): boolean | undefined {
  if (where !== space()) return undefined;
  const found = startOf(pid);
  if (found === ENDED) return false;
  if (start !== undefined && found !== undefined) return start === found;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

let known: string | undefined;

function space(): string {
  known ??= [
    hostname(),
    attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    attempt(() => readlinkSync('/proc/self/ns/pid')),
  ].join(' ');
  return known;
}

/** A process that has ended, but that its parent has not asked about: some containers never do. */
const ENDED = 'ended';

function startOf(pid: number): string | undefined {
  return attempt(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; after it come the state and, as the twentieth field, the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /[ZX]/.test(fields[0] ?? '') ? ENDED : fields[19];
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Not a Linux, or no such process.
    return undefined;
  }
}
