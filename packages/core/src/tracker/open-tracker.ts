import { createEmitter } from '../account/emitter.js';
import { createLedger } from '../account/ledger.js';
import type { Properties, TrackOptions } from '../api/event.js';
import type { RegisterOptions, Tracker } from '../api/tracker.js';
import { isObject, readJson, writeHostObject } from '../encoding/json.js';
import { createUuid } from '../encoding/uuid.js';
import { toId, toIdentities } from '../event/ids.js';
import { clickProperties, pageViewProperties } from '../event/named-events.js';
import { eventsIn, type LogRecord } from '../log/record.js';
import { createStoredLog } from '../log/stored-log.js';
import { allows, CONSENT, type Decision, isGranted, toChoice } from '../options/consent.js';
import { createPipeline, type WaitingEvent } from '../pipeline/pipeline.js';
import { createPluginRegistry } from '../pipeline/plugin-registry.js';
import type { Platform } from '../platform.js';
import { NativePromise } from '../timing/native-promise.js';
import { BUTTON_CLICK, PAGE_VIEW, USER_IDENTIFY, USER_UPDATE } from '../vocabulary.js';
import type { DropReason } from '../wire.js';
import { CONSENT_KEY, readConsent } from './consent.js';
import { createEngine, type Engine, type TrackerParts } from './engine.js';
import { erase } from './erase.js';
import { readContext } from './read-context.js';
import { createRegisteredProperties, type RegisterWay } from './registered-properties.js';
import { requestErasure } from './request-erasure.js';
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
 * The tracker that an application holds. An engine does the work, and exists only after `start` and with consent:
 * without it nothing is written, numbered or sent; calls wait in memory, or are dropped when consent is denied.
 */
export function openTracker(early: EarlyPlatform): OpenTracker {
  const { clock, isLive } = early;
  const page = () => (isLive ? early.page?.() : undefined);
  const emitter_ = createEmitter(early.logger);
  const { warn_, emit_ } = emitter_;
  const ledger_ = createLedger(emit_);
  const uuid_ = createUuid(early);
  const plugins_ = createPluginRegistry(emitter_);
  const room = createWaitingRoom();
  /** What an engine could keep nowhere waits here for the next one. */
  let inherited_: readonly LogRecord[] = [];
  /** What the user has decided, on this page or before it. */
  let decided: Decision | undefined;
  /** The decision that storage held at the latest look: what differs from it was written by others. */
  let kept: Decision | undefined;
  /** What holds at the moment. */
  let decision: Decision = 'pending';
  /** When the clocks of `timeEvent` began, by event name. */
  /** From the start to the end, through every change of consent. */
  let registered_ = createRegisteredProperties(undefined);
  /** Undoes what `start` has set up. */
  let undoes: (() => void)[] = [];
  /** Every call does nothing. */
  let isOff = !isLive;
  /** From the start until it is closed. */
  let parts: TrackerParts | undefined;
  /** With consent. */
  let engine: Engine | undefined;
  /** Why events are given up at the moment. With no reason and no engine, calls wait. */
  let refusal: DropReason | undefined;

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

  const call = (name: string, action: (engine: Engine) => void) => {
    const guarded = guard(name, action);
    if (engine) guarded(engine);
    else if (!isOff && !refusal && !room.addCall_(guarded))
      warn_(`${name} was left out: too many calls before the start`);
  };

  /** Counts an event as given up. It takes a number, now or at the start, so that the collector can be told. */
  const refuse = (reason: DropReason) => {
    ledger_.countDrop_(reason, 1, engine?.streamId_());
    call('track', (running) => running.note_(reason));
  };

  const pipeline = createPipeline({
    ...early,
    uuid_,
    plugins_,
    warn_,
    refuse_: refuse,
    allows_: (category) => allows(decision, category),
    deviceId_: () => engine?.deviceId_(),
  });

  /** What has passed the plugins goes into the log, or waits. */
  const pass = (event: WaitingEvent): void => {
    if (engine) {
      const prepared = pipeline.resume_(event);
      // A plugin may have taken the consent back meanwhile.
      if (prepared && engine) engine.append_(prepared);
      else if (prepared) pass(event);
    } else if (refusal) refuse(refusal);
    else room.addEvent_(event);
  };

  const track: Tracker['track'] = guard(
    'track',
    (eventName: string, properties?: object, options?: TrackOptions) => {
      if (isOff) return;
      ledger_.tracked++;
      if (!refusal && (engine || room.hasRoom_())) {
        const event = pipeline.hold_(!engine, eventName, properties, options);
        if (event) pass(event);
      } else refuse(refusal || 'overflow');
    },
  );

  const register = (name: string, isOnce_: boolean) =>
    guard(name, (properties: object, options?: RegisterOptions) => {
      // A copy, since the host may change its own before it is used.
      const copy = (isObject(properties) && readJson<Properties>(writeHostObject(properties))) || {};
      const way: RegisterWay = { isKept_: options?.persist, isOnce_ };
      call(name, (running) => {
        if (!running.register_(copy, way))
          warn_(`${name}: at most 128 properties, 8,000 characters, 30 levels`);
      });
    });

  const waiting = () => eventsIn(inherited_) + room.events_();

  /** Ends the engine. What it could keep nowhere waits for the next one, or is given up for a reason. */
  const stop = (reason?: DropReason) => {
    refusal = reason;
    if (engine) inherited_ = engine.stop_(reason === 'consent');
    engine = undefined;
    if (!reason) return;
    ledger_.countDrop_(reason, waiting());
    room.empty_();
    inherited_ = [];
  };

  const run = (given: TrackerParts) => {
    refusal = undefined;
    engine = createEngine({
      ...given,
      ledger_,
      emitter_,
      uuid_,
      registered_,
      inherited_,
      followConsent_: followConsent,
    });
    inherited_ = [];
    for (const entry of room.empty_()) {
      if (typeof entry !== 'function') pass(entry);
      else if (engine) entry(engine);
    }
  };

  const enter = (consent: Decision, given: TrackerParts) => {
    decision = consent;
    if (isGranted(consent)) return engine || run(given);
    stop(consent === 'denied' ? 'consent' : undefined);
    if (refusal) erase(given.platform, given.log);
  };

  const decide = (consent: Decision, given: TrackerParts) => {
    const { settings } = given.platform;
    decided = consent;
    if (!settings.set(CONSENT_KEY, consent)) warn_(`consent "${consent}" could not be kept beyond this page`);
    kept = readConsent(settings);
    enter(consent, given);
  };

  /** Another tab has decided, or the host has cleared what this one had kept. */
  const followConsent = () => {
    const before = kept;
    kept = parts && readConsent(parts.platform.settings);
    if (!parts || kept === before) return;
    if (kept) {
      decided = kept;
      enter(kept, parts);
    } else if (decided) decide(decided, parts);
  };

  const tracker: Tracker = {
    track,
    trackPageView: guard('trackPageView', (path, title, referrer) =>
      track(PAGE_VIEW, pageViewProperties(page(), path, title, referrer)),
    ),
    trackClick: guard('trackClick', (id, text, extra) =>
      track(BUTTON_CLICK, clickProperties(id, text, extra)),
    ),
    setUser: guard('setUser', (given, identifiers) => {
      const userId = toId(given);
      if (!userId) return warn_('setUser needs an id of 1 to 256 characters');
      const identities = toIdentities(identifiers, (name) =>
        warn_(`"${name}" of setUser was left out: it is not an id`),
      );
      const eventTime = clock.now();
      call('setUser', (running) => {
        if (running.setUser_({ userId, identities }))
          track(USER_IDENTIFY, identities, { priority: 'P0', eventTime });
      });
    }),
    reset: () => call('reset', (running) => running.reset_()),
    setUserProperties: guard('setUserProperties', (profile) => track(USER_UPDATE, { profile }, UPDATE)),
    addTags: guard('addTags', (tags) => track(USER_UPDATE, { tags: ([] as string[]).concat(tags) }, UPDATE)),
    setGroup: guard('setGroup', (type, id) =>
      call('setGroup', (running) => {
        const groups = { ...(registered_.all_().groups as object), [type]: id };
        running.register_({ groups: toIdentities(groups, (name) => warn_(`group "${name}" was left out`)) });
      }),
    ),
    register: register('register', false),
    registerOnce: register('registerOnce', true),
    setLocation: guard('setLocation', ({ latitude, longitude, cityCode } = {}) =>
      call('setLocation', (running) => running.locate_({ latitude, longitude, cityCode })),
    ),
    unregister: guard('unregister', (names) => {
      const list = ([] as string[]).concat(names);
      call('unregister', (running) => running.unregister_(list));
    }),
    setConsent: guard('setConsent', (choice) => {
      const consent = CONSENT.read_(choice);
      if (!consent) warn_(`setConsent needs ${CONSENT.expects_}`);
      else if (parts) decide(consent, parts);
      else if (!refusal) decided = decision = consent;
    }),
    eraseMe: () =>
      NativePromise.resolve().then(() => {
        const given = parts;
        const deviceId = engine ? engine.deviceId_() : toId(given?.platform.settings.get('device'));
        tracker.setConsent('denied');
        return given
          ? requestErasure(given.platform, given.options, deviceId).then(undefined, () => false)
          : false;
      }),
    getDeviceId: () => engine?.deviceId_(),
    getSessionId: () => engine?.sessionId_(),
    getUserId: () => engine?.userId_(),
    getConsent: () => toChoice(decision),
    // An adapter may start the engine at the end of the running script.
    flush: () =>
      NativePromise.resolve()
        .then(() => engine?.flush_())
        .then(() => tracker.stats()),
    close: () =>
      tracker.flush().then(() => {
        if (isOff) return;
        plugins_.setContext_(undefined);
        for (const undo of undoes) undo();
        decided = parts = undefined;
        stop('closed');
      }),
    stats() {
      const { tracked, adopted, acknowledged, dropped } = ledger_;
      const queued = waiting() + (engine ? engine.queued_() : 0);
      return { tracked, adopted, acknowledged, queued, dropped: { ...dropped } };
    },
    use: (plugin) => (isOff ? () => {} : plugins_.use_(plugin)),
    on: emitter_.on,
  };

  return {
    tracker,
    start(original) {
      const { options } = original;
      if (isOff || parts) return tracker;
      isOff = !options.enabled;
      if (isOff) return tracker;
      const platform = { ...original.platform };
      for (const plugin of options.plugins) {
        try {
          Object.assign(platform, plugin?.platform?.(platform, options));
        } catch (cause) {
          warn_(`plugin ${plugin.name} threw`, cause);
        }
      }
      const given = { ...original, platform };
      parts = given;
      refusal = undefined;
      pipeline.setRules_(options);
      registered_ = createRegisteredProperties(options.mask);
      // Before the engine listens: what plugins track at a signal is still sent with it.
      undoes = options.plugins.map(plugins_.use_).concat(
        platform.lifecycle((signal) => {
          emit_('signal', signal);
          // A page that is frozen hears nothing of other tabs.
          followConsent();
        }),
        platform.settings.watch?.((key = CONSENT_KEY) => key === CONSENT_KEY && followConsent()) || [],
      );
      kept = readConsent(platform.settings);
      if (decided) decide(decided, given);
      else {
        decided = kept;
        enter(kept || options.consent, given);
      }
      void requestErasure(platform, options).catch(() => {});
      plugins_.setContext_({
        ...platform,
        options,
        page,
        track,
        visitor: () => readContext(platform.settings, clock, options.sessionTimeout),
        mayKeep_: () => !!engine,
      });
      return tracker;
    },
  };
}

/** Never sampled, and given up last. */
const UPDATE: TrackOptions = { priority: 'P0' };

/** A tracker that is started at once, over a store that answers later. */
export const createTracker = (parts: Omit<TrackerParts, 'log'> & { platform: Platform }): Tracker =>
  openTracker({ ...parts.platform, isLive: true }).start({ ...parts, log: createStoredLog(parts.platform) });
