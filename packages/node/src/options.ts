import { type ResolvedOptions, resolveOptions, type TrackerOptions } from '@pugmark/core';

/** What a server's tracker can be told. Only `apiUrl` is required. */
export interface ServerOptions extends Omit<TrackerOptions, 'consent' | 'sessionTimeout'> {
  /** How long `stop()` and the end of the process may take to deliver what waits, in ms. Default 5000. */
  shutdownTimeout?: number;
  /**
   * On SIGTERM and SIGINT: `stop()`, then raise the signal again, so that the process ends by it as ever; a second
   * signal ends it at once. When the app listens for the signal as well, the end of the process is left to the app.
   * Default `false`: the app calls `await stop()` in its own handler.
   */
  handleSignals?: boolean;
  /**
   * How well what waits is kept. `os`: written to disk before it is sent; survives the end and the crash of the
   * process. `fsync`: each write also waits for the disk itself; survives a power cut. `memory`: nothing is written.
   * Default `os`.
   */
  durability?: Durability;
  /**
   * Where the queue is kept; several processes, also of several machines, may share it. Within it each pair of `name`
   * and `apiUrl` has a queue of its own. Default: `pugmark` in the user's directory for state, which is
   * `$XDG_STATE_HOME`, or `%LOCALAPPDATA%` on Windows, or `~/.local/state`.
   */
  directory?: string;
}

export type Durability = 'os' | 'fsync' | 'memory';

type Added = Required<Pick<ServerOptions, 'shutdownTimeout' | 'handleSignals' | 'durability' | 'directory'>>;

export type ResolvedServerOptions = ResolvedOptions & Added;

const DEFAULTS: Added = { shutdownTimeout: 5000, handleSignals: false, durability: 'os', directory: '' };

/** What a text must look like. */
const PATTERNS = { durability: /^(os|fsync|memory)$/ };

/** @throws TypeError that names the option which is wrong, unknown or missing. */
export function resolveServerOptions(options: ServerOptions): ResolvedServerOptions {
  for (const name of ['consent', 'sessionTimeout']) {
    if (options && name in options)
      throw new TypeError(`pugmark: option "${name}" must be left out: it is for devices, not for a server`);
  }
  const resolved = resolveOptions(options, DEFAULTS);
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    if (!pattern.test(resolved[name as keyof typeof PATTERNS]))
      throw new TypeError(`pugmark: option "${name}" must be a ${String.name} ${pattern}`);
  }
  return resolved;
}
