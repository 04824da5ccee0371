import { createEmitter } from '../account/emitter.js';
import { createLedger } from '../account/ledger.js';
import type { Properties } from '../api/event.js';
import type { Consent, Tracker } from '../api/tracker.js';
import { isObject, readJson, writeHostObject } from '../encoding/json.js';
import { createUuid } from '../encoding/uuid.js';
import { toId, toIdentities } from '../event/ids.js';
import { clickEvent, pageViewEvent } from '../event/named-events.js';
import type { LogRecord } from '../log/record.js';
import { createPipeline } from '../pipeline/pipeline.js';
import { createPluginRegistry } from '../pipeline/plugin-registry.js';
import type { Platform } from '../platform.js';
import { USER_IDENTIFY } from '../vocabulary.js';
import type { DropReason } from '../wire.js';
import { CONSENT_KEY, isConsent, readConsent } from './consent.js';
import { createEngine, type Engine, type TrackerParts } from './engine.js';
import { erase } from './erase.js';
import { createPluginContexts } from './plugin-contexts.js';
import { createRegisteredProperties } from './registered-properties.js';
import { createWaitingRoom } from './waiting-room.js';

/** What a tracker needs before it is started. */
export interface EarlyPlatform
  extends Pick<Platform, 'clock' | 'random' | 'page' | 'logger' | 'writeProperties'> {
  /** `false` where nothing will ever be sent, such as server-side rendering: nothing is kept then. */
  isLive: boolean;
}

/** A tracker that may be used at once and started later. */
export interface OpenTracker {
  tracker: Tracker;
  /** Starts it, also after it was closed; while it runs it changes nothing. */
  start(parts: TrackerParts): Tracker;
}

/**
 * What a tracker is at the moment.
 *
 * - `off`: every call does nothing; `closed`: events are counted as given up.
 * - `unstarted`: nothing is known yet, calls wait; a decision waits with them.
 * - `pending`: started, calls wait for consent; `denied`: events are given up.
 * - `granted`: an engine does the work.
 */
type State =
  | { is_: 'off' | 'closed'; parts_?: undefined }
  | { is_: 'unstarted'; parts_?: undefined; decision_?: Consent }
  | { is_: 'pending' | 'denied'; parts_: TrackerParts }
  | { is_: 'granted'; parts_: TrackerParts; engine_: Engine };

/**
 * The tracker that an application holds. An engine does the work, and exists only after `start` and with consent:
 * without it nothing is written, numbered or sent; calls wait in memory, or are dropped when consent is denied.
 */
export function openTracker(early: EarlyPlatform): OpenTracker {
  const { clock, isLive } = early;
  const page = () => (isLive ? early.page?.() : undefined);
  const emitter_ = createEmitter(early.logger);
  const { warn_ } = emitter_;
  const ledger_ = createLedger((reason, count, streamId) =>
    emitter_.emit_('drop', { reason, count, streamId }),
  );
  const uuid_ = createUuid(early);
  const plugins_ = createPluginRegistry(emitter_);
  const pipeline = createPipeline({ ...early, uuid_, plugins_, warn_ });
  const room = createWaitingRoom();
  const contexts = createPluginContexts(emitter_);
  /** What an engine could keep nowhere waits here for the next one. */
  let inherited_: readonly LogRecord[] = [];
  /** What the user has decided, on this page or before it. */
  let decided: Consent | undefined;
  /** The decision that storage held at the latest look: what differs from it was written by others. */
  let kept: Consent | undefined;
  /** From the start to the end, through every change of consent. */
  let registered_ = createRegisteredProperties(undefined);
  /** Undoes what `start` has set up. */
  let undoes: (() => void)[] = [];
  let state: State = { is_: isLive ? 'unstarted' : 'off' };

  /** Nothing that the host hands over, and nothing of ours, may throw into the host. */
  const guard =
    <Args extends unknown[]>(name: string, action: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        action(...args);
      } catch (cause) {
        warn_(`${name} failed`, cause);
      }
    };

  const isWaiting = () => state.is_ === 'unstarted' || state.is_ === 'pending';

  const call = (name: string, action: (engine: Engine) => void) => {
    const guarded = guard(name, action);
    if (state.is_ === 'granted') guarded(state.engine_);
    else if (isWaiting() && !room.addCall_(guarded))
      warn_(`${name} was left out: too many calls before the start`);
  };

  /** Counts an event as given up. It takes a number, now or at the start, so that the collector can be told. */
  const refuse = (reason: DropReason) => {
    if (state.is_ === 'granted') return state.engine_.refuse_(reason);
    ledger_.countDrop_(reason, 1);
    if (isWaiting()) room.addCall_((engine) => engine.note_(reason));
  };

  const track: Tracker['track'] = guard('track', (...args) => {
    if (state.is_ === 'off') return;
    ledger_.tracked++;
    if (state.is_ === 'granted') {
      const event = pipeline.prepare_(...args);
      // A plugin may have taken the consent back.
      if (typeof event === 'string' || state.is_ !== 'granted')
        refuse(typeof event === 'string' ? event : 'consent');
      else state.engine_.append_(event);
    } else if (isWaiting() && room.hasRoom_()) {
      const event = pipeline.hold_(...args);
      if (typeof event === 'string') refuse(event);
      else room.addEvent_(event);
    } else refuse(isWaiting() ? 'overflow' : state.is_ === 'denied' ? 'consent' : 'closed');
  });

  /** Gives up all that waits in memory. */
  const dropWaiting = (reason: DropReason) => {
    ledger_.countDrop_(reason, queuedHere());
    room.empty_();
    inherited_ = [];
  };

  const queuedHere = () => inherited_.reduce((sum, { count_ }) => sum + count_, room.events_());

  const run = (parts_: TrackerParts) => {
    const engine_ = createEngine({
      ...parts_,
      ledger_,
      emitter_,
      uuid_,
      registered_,
      inherited_,
      followConsent_: followConsent,
    });
    inherited_ = [];
    state = { is_: 'granted', parts_, engine_ };
    for (const entry of room.empty_()) {
      if (typeof entry === 'function') entry(engine_);
      else {
        const event = pipeline.resume_(entry);
        if (typeof event === 'string') engine_.refuse_(event);
        else engine_.append_(event);
      }
    }
  };

  const enter = (consent: Consent, parts_: TrackerParts) => {
    const isRunning = state.is_ === 'granted';
    if (consent === 'granted') return isRunning || run(parts_);
    if (state.is_ === 'granted')
      inherited_ = state.engine_.stop_(consent === 'denied' ? 'consent' : undefined);
    state = { is_: consent, parts_ };
    if (consent === 'pending') return;
    dropWaiting('consent');
    erase(parts_.platform);
  };

  const decide = (consent: Consent, parts: TrackerParts) => {
    const { settings } = parts.platform;
    decided = consent;
    if (!settings.set(CONSENT_KEY, consent))
      warn_(`consent "${consent}" could not be kept: the next page will not know of it`);
    kept = readConsent(settings);
    enter(consent, parts);
  };

  /** Another tab has decided, or the host has cleared what this one had kept. */
  const followConsent = () => {
    if (!state.parts_) return;
    const before = kept;
    kept = readConsent(state.parts_.platform.settings);
    if (kept === before) return;
    if (kept) {
      decided = kept;
      enter(kept, state.parts_);
    } else if (decided) decide(decided, state.parts_);
  };

  const tracker: Tracker = {
    track,
    trackPageView: guard('trackPageView', (path, title, referrer) => {
      const [eventName, properties] = pageViewEvent(page(), path, title, referrer);
      track(eventName, properties);
    }),
    trackClick: guard('trackClick', (elementId, elementText, extra) => {
      const [eventName, properties] = clickEvent(elementId, elementText, extra);
      track(eventName, properties);
    }),
    setUser: guard('setUser', (given, identifiers) => {
      const userId = toId(given);
      if (!userId) return warn_('setUser needs an id of 1 to 256 characters');
      const identities = toIdentities(identifiers, (name) =>
        warn_(`"${name}" of setUser was left out: it is not an id`),
      );
      const eventTime = clock.now();
      call('setUser', (engine) => {
        if (engine.setUser_({ userId, identities }))
          track(USER_IDENTIFY, identities, { priority: 'P0', eventTime });
      });
    }),
    reset: () => call('reset', (engine) => engine.reset_()),
    register: guard('register', (properties) => {
      // A copy, since the host may change its own before it is used.
      const copy = (isObject(properties) && readJson<Properties>(writeHostObject(properties))) || {};
      call('register', (engine) => {
        if (!engine.register_(copy)) warn_('register: at most 128 properties, 8,000 characters, 30 levels');
      });
    }),
    unregister: guard('unregister', (names) => {
      const list = ([] as string[]).concat(names);
      call('unregister', (engine) => engine.unregister_(list));
    }),
    setConsent: guard('setConsent', (consent) => {
      if (!isConsent(consent)) warn_('setConsent needs "granted", "denied" or "pending"');
      else if (state.parts_) decide(consent, state.parts_);
      else if (state.is_ === 'unstarted') state = { is_: 'unstarted', decision_: consent };
    }),
    async flush() {
      // An adapter may start the engine at the end of the running script.
      await undefined;
      if (state.is_ === 'granted') await state.engine_.flush_();
      return tracker.stats();
    },
    async close() {
      await tracker.flush();
      if (state.is_ === 'off') return;
      plugins_.setContext_(undefined);
      for (const undo of undoes) undo();
      if (state.is_ === 'granted') inherited_ = state.engine_.stop_();
      state = { is_: 'closed' };
      dropWaiting('closed');
    },
    stats() {
      const { tracked, adopted, acknowledged, dropped } = ledger_;
      const queued = queuedHere() + (state.is_ === 'granted' ? state.engine_.queued_() : 0);
      return { tracked, adopted, acknowledged, queued, dropped: { ...dropped } };
    },
    use: (plugin) => (state.is_ === 'off' ? () => {} : plugins_.use_(plugin)),
    on: emitter_.on,
  };

  return {
    tracker,
    start(parts) {
      const { platform, options } = parts;
      if (state.is_ !== 'unstarted' && state.is_ !== 'closed') return tracker;
      const decision = state.is_ === 'unstarted' && state.decision_;
      state = { is_: 'off' };
      if (!options.enabled) return tracker;
      pipeline.setMask_(options.mask);
      registered_ = createRegisteredProperties(options.mask);
      // Before the engine listens: what plugins track at a signal is still sent with it.
      undoes = options.plugins.map(plugins_.use_).concat(
        platform.lifecycle((signal) => {
          contexts.signal_(signal);
          // A page that is frozen hears nothing of other tabs.
          followConsent();
        }),
        platform.settings.watch?.((key = CONSENT_KEY) => key === CONSENT_KEY && followConsent()) || [],
      );
      state = { is_: 'pending', parts_: parts };
      kept = decided = readConsent(platform.settings);
      if (decision) decide(decision, parts);
      else enter(decided || options.consent, parts);
      plugins_.setContext_((plugin) =>
        contexts.create_(plugin, { ...platform, page, track, mayKeep_: () => state.is_ === 'granted' }),
      );
      return tracker;
    },
  };
}

/** A tracker that is started at once. */
export const createTracker = (parts: TrackerParts): Tracker =>
  openTracker({ ...parts.platform, isLive: true }).start(parts);
