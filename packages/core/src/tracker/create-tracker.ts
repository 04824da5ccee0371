import type { Sender } from '../courier/batch.js';
import type { Platform } from '../platform.js';
import { createEmitter } from './emitter.js';
import { createEngine, type Engine } from './engine.js';
import type { Properties } from './event.js';
import { createLedger } from './ledger.js';
import { clickEvent, pageViewEvent } from './named-events.js';
import type { ResolvedOptions } from './options.js';
import type { Plugin } from './plugin.js';
import type { Consent, Tracker } from './tracker.js';

/** Calls kept before `init` and before consent; the first ones stay, since they tell how the visit began. */
const MAX_WAITING = 1000;

/** What a tracker needs to know before it is started. */
export interface Surroundings extends Pick<Platform, 'page' | 'logger'> {
  /** The clock, so that an event tracked before the start keeps its time; ms since 1970. */
  now(): number;
  /** `false` where nothing will ever be sent, such as server-side rendering: nothing is kept then. */
  isLive: boolean;
}

/** A tracker that may be used at once and started later. */
export interface OpenTracker {
  tracker: Tracker;
  /**
   * Starts it; a second time changes nothing.
   *
   * @param options As `resolveOptions` answered them.
   * @param sdk Names the adapter to the collector.
   */
  start(platform: Platform, options: ResolvedOptions, sdk: Sender['sdk']): Tracker;
}

/**
 * The tracker that an application holds. An engine does the work, and exists only after `start` and with consent:
 * without it nothing is written, numbered or sent; calls wait in memory, or are dropped when consent is denied.
 */
export function openTracker({ now, page, isLive, logger }: Surroundings): OpenTracker {
  const emitter = createEmitter(logger);
  const { emit, tell } = emitter;
  const ledger = createLedger((reason, count, streamId) => emit('drop', { reason, count, streamId }));
  const processors: Plugin[] = [];
  const cleanUps: (() => void)[] = [];
  let mode: Consent | 'off' = isLive ? 'pending' : 'off';
  let waiting: ((engine: Engine) => void)[] = [];
  /** Tracked events among those that wait. */
  let held = 0;
  let engine: Engine | undefined;
  let decision: Consent | undefined;
  let platform: Platform | undefined;
  let launch: (() => Engine) | undefined;

  /** Nothing that the host hands over, and nothing of ours, may throw into the host. */
  const guard =
    <Args extends unknown[]>(action: (...args: Args) => void) =>
    (...args: Args) => {
      try {
        action(...args);
      } catch (cause) {
        tell('a call failed', cause);
      }
    };

  const isWaiting = () => mode === 'pending' || mode === 'granted';
  const call = (action: (engine: Engine) => void) => {
    if (engine) guard(action)(engine);
    else if (isWaiting() && waiting.length < MAX_WAITING) waiting.push(action);
  };
  const forward =
    <Name extends 'setUser' | 'reset' | 'register' | 'unregister'>(name: Name) =>
    (...args: Parameters<Engine[Name]>) =>
      call((to) => (to[name] as (...args: unknown[]) => void)(...args));

  const track: Tracker['track'] = (eventName, properties, options) => {
    if (engine) return engine.track(eventName, properties, options);
    if (mode === 'off') return;
    ledger.tracked++;
    if (mode === 'denied') return ledger.drop('consent', 1);
    if (waiting.length >= MAX_WAITING) return ledger.drop('overflow', 1);
    let copy: Properties;
    try {
      copy = JSON.parse(JSON.stringify({ ...properties }));
    } catch {
      return ledger.drop('invalid', 1);
    }
    held++;
    const timed = { ...options, eventTime: options?.eventTime ?? now() };
    call((to) => {
      held--;
      ledger.tracked--;
      to.track(eventName, copy, timed);
    });
  };

  const enter = (next: typeof mode) => {
    mode = next;
    if (next === 'granted' && launch) {
      engine = engine || launch();
      waiting.splice(0).forEach(call);
      return;
    }
    engine?.stop(next === 'denied' ? 'consent' : undefined);
    engine = undefined;
    if (next !== 'denied') return;
    if (held) ledger.drop('consent', held);
    held = 0;
    waiting = [];
    if (platform) erase(platform);
  };

  const tracker: Tracker = {
    track,
    trackPageView: guard((...args) => track(...pageViewEvent(isLive ? page?.() : undefined, ...args))),
    trackClick: guard((...args) => track(...clickEvent(...args))),
    setUser: forward('setUser'),
    reset: forward('reset'),
    register: forward('register'),
    unregister: forward('unregister'),
    setConsent(consent) {
      if (mode === 'off') return;
      decision = consent;
      enter(consent);
      platform?.settings.set('consent', consent);
    },
    async flush() {
      await engine?.flush();
      return tracker.stats();
    },
    async close() {
      for (const cleanUp of cleanUps.splice(0)) cleanUp();
      await engine?.flush();
      enter('off');
    },
    stats() {
      const { tracked, adopted, acknowledged, dropped } = ledger;
      const queued = held + (engine ? engine.queued() : 0);
      return { tracked, adopted, acknowledged, queued, dropped: { ...dropped } };
    },
    use(plugin) {
      if (mode === 'off') return;
      try {
        const cleanUp = plugin.setup?.(tracker);
        if (cleanUp) cleanUps.push(guard(cleanUp));
        if (plugin.process) processors.push(plugin);
      } catch (cause) {
        tell(`plugin ${plugin.name} threw`, cause);
      }
    },
    on: emitter.on,
  };
  return {
    tracker,
    start(on, options, sdk) {
      if (launch || mode === 'off') return tracker;
      platform = on;
      launch = () => createEngine(on, options, sdk, ledger, emitter, processors);
      options.plugins.forEach(tracker.use);
      if (!options.enabled) enter('off');
      else if (decision) tracker.setConsent(decision);
      else enter((on.settings.get('consent') as Consent) || options.consent);
      return tracker;
    },
  };
}

/** Everything that was ever kept here, other trackers' records too. */
function erase({ settings, store }: Platform): void {
  for (const key of settings.keys()) if (key !== 'consent') settings.remove(key);
  Promise.resolve()
    .then(() => store.keys())
    .then((keys) => store.remove(keys))
    .catch(() => {});
}

/** A tracker that is started at once. */
export function createTracker(platform: Platform, options: ResolvedOptions, sdk: Sender['sdk']): Tracker {
  const { clock, logger, page } = platform;
  return openTracker({ now: clock.now, logger, ...(page && { page }), isLive: true }).start(
    platform,
    options,
    sdk,
  );
}
