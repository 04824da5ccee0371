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
}

type Added = Required<Pick<ServerOptions, 'shutdownTimeout' | 'handleSignals'>>;

const DEFAULTS: Added = { shutdownTimeout: 5000, handleSignals: false };

/** @throws TypeError that names the option which is wrong, unknown or missing. */
export function resolveServerOptions(options: ServerOptions): ResolvedOptions & Added {
  for (const name of ['consent', 'sessionTimeout']) {
    if (options && name in options)
      throw new TypeError(`pugmark: option "${name}" must be left out: it is for devices, not for a server`);
  }
  return resolveOptions(options, DEFAULTS);
}
