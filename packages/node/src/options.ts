import {
  type OptionReaders,
  type ResolvedOptions,
  readers,
  resolveOptions,
  type TrackerOptions,
} from '@pugmark/core';
import { stateDirectory } from './disk/directory.js';
import { spareBytes } from './disk/spare-bytes.js';
import { isTestRun } from './test-run.js';

/** Options that a server does not have. */
type ForDevices = (typeof FOR_DEVICES)[number];
const FOR_DEVICES = ['consent', 'sessionTimeout', 'sessionPerDay', 'sessionPerCampaign'] as const;

/** What a server's tracker can be told. Only `apiUrl` is required. */
export interface ServerOptions extends Omit<TrackerOptions, ForDevices> {
  /**
   * What may wait, in bytes; beyond it the oldest of the lowest priority go. Default: on disk 500 MB, but never more
   * than a twentieth of what is free there when the tracker is made, nor less than 5 MB; in memory 32 MB.
   */
  maxQueueBytes?: number | undefined;
  /** How long `stop()` and the end of the process may take to deliver what waits, in ms. Default 5000. */
  shutdownTimeout?: number | undefined;
  /**
   * On SIGTERM and SIGINT: `stop()`, then raise the signal again, so that the process ends by it as ever; a second
   * signal ends it at once. When the app listens for the signal as well, the end of the process is left to the app.
   * Default `false`: the app calls `await stop()` in its own handler.
   */
  handleSignals?: boolean | undefined;
  /**
   * How well what waits is kept. `os`: written to disk before it is sent; survives the end and the crash of the
   * process. `fsync`: each write also waits for the disk itself; survives a power cut. `memory`: nothing is written.
   * Default `os`; in a test run (`NODE_ENV` is `test`, or Vitest, Jest or `node --test` runs the process) `memory`,
   * unless `directory` is given.
   */
  durability?: Durability | undefined;
  /**
   * Where the queue is kept; several processes, also of several machines, may share it. Within it each pair of `name`
   * and `apiUrl` has a queue of its own. Default: `pugmark` in the user's directory for state, which is
   * `$XDG_STATE_HOME`, or `%LOCALAPPDATA%` on Windows, or `~/.local/state`.
   */
  directory?: string | undefined;
}

export type Durability = 'os' | 'fsync' | 'memory';

type Added = Required<{
  [Name in 'shutdownTimeout' | 'handleSignals' | 'durability' | 'directory']: NonNullable<
    ServerOptions[Name]
  >;
}>;

export type ResolvedServerOptions = ResolvedOptions & Added;

const READERS: OptionReaders<Added> = {
  shutdownTimeout: readers.count(5000),
  handleSignals: readers.flag(false),
  durability: readers.oneOf<Durability>('os', ['os', 'fsync', 'memory']),
  directory: readers.text('', Infinity),
};

/** What a queue in memory may hold unless the app says otherwise, in bytes: a burst of some 50,000 events. */
const MEMORY_BYTES = 32_000_000;

/** @throws TypeError that names the option which is wrong, unknown or missing, and says what it must be. */
export function resolveServerOptions(options: ServerOptions): ResolvedServerOptions {
  for (const name of FOR_DEVICES) {
    if (options && Object.hasOwn(options, name))
      throw new TypeError(`pugmark: option "${name}" must be left out: it is for devices, not for a server`);
  }
  const resolved = resolveOptions(options, { readers: READERS });
  const { directory = stateDirectory(), durability } = options;
  resolved.directory = directory;
  // Who names a directory wants it used.
  if (!durability && !options.directory && isTestRun()) resolved.durability = 'memory';
  if (options.maxQueueBytes === undefined && resolved.enabled)
    resolved.maxQueueBytes = resolved.durability === 'memory' ? MEMORY_BYTES : spareBytes(directory);
  return resolved;
}
