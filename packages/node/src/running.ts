import { createStoredLog, type OpenTracker, type Stats } from '@pugmark/core';
import { name, version } from '../package.json';
import { atExit } from './at-exit.js';
import { createStorage } from './create-storage.js';
import { drain, keepAliveDuring } from './flush.js';
import { atProcessEnd } from './lifecycle.js';
import type { ResolvedServerOptions } from './options.js';
import { createPlatform, logger } from './platform.js';
import { createTransport } from './send.js';

/** A tracker at work: what it holds of the process, and gives back. */
export interface Running {
  /** Delivers what waits, within `shutdownTimeout`, and warns of what is left. */
  deliver(): Promise<Stats>;
  /** Takes its part in the end of the process, as it does from the start. */
  attach(): void;
  detach(): void;
  /** Nothing more is sent, until `resume`. */
  pause(): void;
  resume(): void;
  /** Frees everything: connections, hooks, timers, locks and files. */
  free(): Promise<void>;
}

/**
 * Starts a tracker; `undefined` when it is switched off by option.
 *
 * @param stop What a signal calls.
 */
export function startRunning(
  opened: OpenTracker,
  options: ResolvedServerOptions,
  stop: () => Promise<unknown>,
): Running | undefined {
  const { shutdownTimeout, handleSignals } = options;
  const transport = createTransport();
  const storage = createStorage(options);
  const { tracker } = opened;
  const { stats } = tracker;
  const platform = createPlatform(transport, storage);
  opened.start({ platform, options, sdk: { name, version }, log: createStoredLog(platform) });
  if (!options.enabled) return undefined;

  let undoAttach: (() => void) | undefined;
  let told = 0;

  const tellLeft = (count: number) => {
    if (!count || count === told) return;
    told = count;
    if (storage.isKept())
      logger.warn(`pugmark: not delivered, and kept on disk for the next process: ${count}`);
    else logger.warn(`pugmark: not delivered, and lost when the process ends: ${count}`);
  };

  const deliver = async () => {
    const result = await drain(tracker, shutdownTimeout);
    tellLeft(result.queued);
    return result;
  };

  const attach = () => {
    undoAttach ??= atProcessEnd({ stats, deliver, stop, handleSignals });
  };
  const detach = () => {
    undoAttach?.();
    undoAttach = undefined;
  };

  // After the engine, which writes at this moment what the disk does not have yet.
  const cancelExit = atExit(() => {
    if (options.durability !== 'memory' && !storage.isKept()) tellLeft(stats().queued);
  });

  const free = async () => {
    detach();
    tellLeft(stats().queued);
    transport.pause();
    await tracker.close();
    cancelExit();
    await storage.close();
  };

  attach();
  return {
    deliver,
    attach,
    detach,
    pause: transport.pause,
    resume() {
      transport.resume();
      if (stats().queued) void tracker.flush();
    },
    free: () => keepAliveDuring(free()),
  };
}
