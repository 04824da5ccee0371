import type { Sender } from '../courier/batch.js';
import type { Platform } from '../platform.js';
import { createEmitter } from './emitter.js';
import { createEngine, type Engine } from './engine.js';
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
  const ledger = createLedger((reason, count, streamId) => emitter.emit('drop', { reason, count, streamId }));
  const plugins: Plugin[] = [];
  const processors: Plugin[] = [];
  const cleanUps: (() => void)[] = [];
  let mode: 'waiting' | 'denied' | 'off' = isLive ? 'waiting' : 'off';
  let waiting: ((engine: Engine) => void)[] = [];
  /** Tracked events among those that wait. */
  let held = 0;
  let engine: Engine | undefined;
  let launch: (() => Engine) | undefined;
  let platform: Platform | undefined;
  let decision: Consent | undefined;

  const call = (action: (engine: Engine) => void) => {
    if (engine) action(engine);
    else if (mode === 'waiting' && waiting.length < MAX_WAITING) waiting.push(action);
  };

  const track: Tracker['track'] = (eventName, properties, options) => {
    if (engine) return engine.track(eventName, properties, options);
    if (mode === 'off') return;
    ledger.tracked++;
    if (mode === 'denied') return ledger.drop('consent', 1);
    if (waiting.length >= MAX_WAITING) return ledger.drop('overflow', 1);
    held++;
    const timed = { eventTime: now(), ...options };
    waiting.push((to) => {
      held--;
      ledger.tracked--;
      to.track(eventName, properties, timed);
    });
  };

  const setUp = (plugin: Plugin) => {
    try {
      const cleanUp = plugin.setup?.(tracker);
      if (cleanUp) cleanUps.push(cleanUp);
      if (plugin.process) processors.push(plugin);
    } catch (cause) {
      emitter.tell(plugin.name, `plugin "${plugin.name}" could not be set up`, cause);
    }
  };

  /** Everything that was ever kept here, other trackers' records too. */
  const erase = ({ settings, store }: Platform) => {
    for (const key of settings.keys()) settings.remove(key);
    store
      .keys()
      .then((keys) => store.remove(keys))
      .catch(() => {});
  };

  const apply = (consent: Consent) => {
    if (consent === 'granted') {
      if (!launch) return;
      engine = engine || launch();
      const actions = waiting;
      waiting = [];
      for (const action of actions) action(engine);
      return;
    }
    const isDenied = consent === 'denied';
    engine?.stop(isDenied ? 'consent' : undefined);
    engine = undefined;
    mode = isDenied ? 'denied' : 'waiting';
    if (!isDenied) return;
    if (held) ledger.drop('consent', held);
    held = 0;
    waiting = [];
    if (platform) erase(platform);
  };

  const tracker: Tracker = {
    track,
    trackPageView: (...args) => track(...pageViewEvent(isLive ? page?.() : undefined, ...args)),
    trackClick: (...args) => track(...clickEvent(...args)),
    setUser: (...args) => call((to) => to.setUser(...args)),
    reset: () => call((to) => to.reset()),
    register: (properties) => call((to) => to.register(properties)),
    unregister: (names) => call((to) => to.unregister(names)),
    setConsent(consent) {
      if (mode === 'off') return;
      decision = consent;
      apply(consent);
      platform?.settings.set('consent', consent);
    },
    async flush() {
      await engine?.flush();
      return { acknowledged: ledger.acknowledged, queued: tracker.stats().queued };
    },
    async close() {
      for (const cleanUp of cleanUps) cleanUp();
      await engine?.flush();
      engine?.stop();
      engine = undefined;
      mode = 'off';
    },
    stats: () => ({
      tracked: ledger.tracked,
      adopted: ledger.adopted,
      acknowledged: ledger.acknowledged,
      queued: held + (engine?.queued() || 0),
      dropped: { ...ledger.dropped },
    }),
    use(plugin) {
      if (launch) setUp(plugin);
      else plugins.push(plugin);
    },
    on: emitter.on,
  };

  return {
    tracker,
    start(on, options, sdk) {
      if (launch || mode === 'off') return tracker;
      if (!options.enabled) {
        mode = 'off';
        return tracker;
      }
      platform = on;
      launch = () => createEngine(on, options, sdk, ledger, emitter, processors);
      const stored = on.settings.get('consent') as Consent | undefined;
      options.plugins.concat(plugins).forEach(setUp);
      if (decision) tracker.setConsent(decision);
      else apply(stored || options.consent);
      return tracker;
    },
  };
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
