import { type AnyEvents, createTracker as createCoreTracker, type Stats, type Tracker } from '@pugmark/core';
import { name, version } from '../package.json';
import { atExit } from './at-exit.js';
import { toTrackOptions } from './business-event.js';
import { applyContext } from './context/apply-context.js';
import { runningContext } from './context/context.js';
import { createStorage } from './create-storage.js';
import { drain, flushAlive } from './flush.js';
import { atProcessEnd } from './lifecycle.js';
import { resolveServerOptions, type ServerOptions } from './options.js';
import { createPlatform, logger } from './platform.js';
import { createTransport } from './send.js';
import type { ServerTracker } from './server-tracker.js';

/**
 * Starts a tracker of its own, beside or instead of the default one of `init`.
 *
 * @typeParam Plan Types its `track` and `trackBusinessEvent`: `typeof plan`, or the events of a generated file.
 * @throws TypeError that names the option which is wrong, unknown or missing.
 * @example
 * ```ts
 * const tracker = createTracker({ apiUrl: 'https://collect.example.com', name: 'billing' });
 * tracker.trackBusinessEvent('order_paid', { orderId: 'o-1', amount: 199 }, { userId: 'u-1', orderId: 'o-1' });
 * ```
 */
export function createTracker<Plan = AnyEvents>(options: ServerOptions): ServerTracker<Plan> {
  const resolved = resolveServerOptions(options);
  const { enabled, shutdownTimeout, handleSignals } = resolved;
  const transport = createTransport();
  const storage = createStorage(resolved);
  const engine = createCoreTracker(createPlatform(transport, storage), resolved, { name, version });
  let detach: (() => void) | undefined;
  let stopped: Promise<Stats> | undefined;
  let isLateTold = false;
  let told = 0;

  const tellLeft = (count: number) => {
    if (!count || count === told) return;
    told = count;
    if (storage.isKept())
      logger.warn(`pugmark: not delivered, and kept on disk for the next process: ${count}`);
    else logger.warn(`pugmark: not delivered, and lost when the process ends: ${count}`);
  };

  const deliver = async () => {
    const result = await drain(engine, shutdownTimeout);
    tellLeft(result.queued);
    return result;
  };

  const track: Tracker['track'] = (eventName, properties, trackOptions) => {
    if (enabled && stopped && !isLateTold) {
      isLateTold = true;
      logger.warn('pugmark: an event was tracked after stop(); it waits for start()');
    }
    const context = runningContext();
    if (context) engine.track(eventName, ...applyContext(context, properties, trackOptions));
    else engine.track(eventName, properties, trackOptions);
  };

  const stop = () => {
    detach?.();
    detach = undefined;
    if (stopped) return stopped;
    const stopping = deliver().then((result) => {
      // Unless start() came in between.
      if (stopped === stopping) transport.pause();
      return result;
    });
    stopped = stopping;
    return stopping;
  };

  const start = () => {
    stopped = undefined;
    transport.resume();
    if (enabled) detach ??= atProcessEnd({ stats: engine.stats, deliver, stop, handleSignals });
    if (engine.stats().queued) void engine.flush();
  };

  // After the engine, which writes at this moment what the disk does not have yet.
  if (enabled && resolved.durability !== 'memory')
    atExit(() => {
      if (!storage.isKept()) tellLeft(engine.stats().queued);
    });

  const { register, unregister, stats, use, on } = engine;
  start();
  const made: ServerTracker = {
    track,
    trackBusinessEvent: (eventName, properties, who) => track(eventName, properties, toTrackOptions(who)),
    register,
    unregister,
    stats,
    use,
    on,
    flush: () => flushAlive(engine),
    start,
    stop,
  };
  return made as ServerTracker<Plan>;
}
