import type { Sender } from '../courier/batch.js';
import { createUuid } from '../encoding/uuid.js';
import type { Mask } from '../mask/mask.js';
import type { Platform } from '../platform.js';
import type { DropReason } from '../wire.js';
import { createEmitter } from './emitter.js';
import { createEngine, type Engine } from './engine.js';
import { createLedger } from './ledger.js';
import { clickEvent, pageViewEvent } from './named-events.js';
import type { ResolvedOptions } from './options.js';
import { createPipeline, type PreparedEvent } from './pipeline.js';
import type { Consent, Plugin, Tracker } from './tracker.js';

/** Calls kept before `init` and before consent; the first ones stay, since they tell how the visit began. */
const MAX_WAITING = 1000;

/** What a tracker needs before it is started. */
export interface Surroundings extends Pick<Platform, 'clock' | 'random' | 'page' | 'logger' | 'writeFields'> {
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
export function openTracker(surroundings: Surroundings): OpenTracker {
  const { page, isLive } = surroundings;
  const emitter = createEmitter(surroundings.logger);
  const { emit, tell } = emitter;
  const ledger = createLedger((reason, count, streamId) => emit('drop', { reason, count, streamId }));
  const uuid = createUuid(surroundings);
  const processors: Plugin[] = [];
  let mask: Mask = Object;
  const prepare = createPipeline(
    surroundings.clock,
    uuid,
    processors,
    tell,
    (properties) => mask(properties),
    surroundings.writeFields,
  );
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
    <Name extends 'reset' | 'register' | 'unregister'>(name: Name) =>
    (...args: Parameters<Engine[Name]>) =>
      call((to) => (to[name] as (...args: unknown[]) => void)(...args));

  const refuse = (reason: DropReason) => {
    ledger.seq++;
    ledger.drop(reason, 1, ledger.own);
  };

  const track: Tracker['track'] = guard((eventName, properties, options) => {
    if (mode === 'off') return;
    let event: PreparedEvent | DropReason = mode === 'denied' ? 'consent' : 'overflow';
    if (isWaiting() && waiting.length < MAX_WAITING) event = prepare(eventName, properties, options);
    ledger.tracked++;
    if (typeof event === 'string') return refuse(event);
    if (engine) return engine.append(event, event.at);
    const prepared = event;
    const seen = processors.length;
    const seenMask = mask;
    held++;
    call((to) => {
      held--;
      // Plugins and a mask that came while it waited, as with `init`, must see it too.
      const early = (seen < processors.length || seenMask !== mask) && JSON.parse(`{${prepared.text}`);
      const ready = early ? prepare(early.eventName, early.properties, early, seen) : prepared;
      if (typeof ready === 'string') refuse(ready);
      else to.append(ready);
    });
  });

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
    trackPageView: guard((path, title, referrer) =>
      track(...pageViewEvent(isLive ? page?.() : undefined, path, title, referrer)),
    ),
    trackClick: guard((...args) => track(...clickEvent(...args))),
    setUser(userId, identities) {
      if (!userId && userId !== 0) return tell('setUser needs a user id');
      call((to) => {
        if (to.setUser({ userId: `${userId}`, identities }))
          track('user_identify', identities, { priority: 'P0' });
      });
    },
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
      // An adapter may start the engine at the end of the running script.
      await undefined;
      await engine?.flush();
      return tracker.stats();
    },
    async close() {
      await tracker.flush();
      for (const cleanUp of cleanUps.splice(0)) cleanUp();
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
      mask = options.mask;
      launch = () => createEngine(on, options, sdk, ledger, emitter, uuid);
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
  return openTracker({ ...platform, isLive: true }).start(platform, options, sdk);
}
