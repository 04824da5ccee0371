import { HAS_EXIT, HAS_TABS } from '../abilities.js';
import type { Emitter } from '../account/emitter.js';
import type { Ledger } from '../account/ledger.js';
import type { Properties } from '../api/event.js';
import type { Location } from '../api/tracker.js';
import type { Sender } from '../courier/batch.js';
import { createCourier } from '../courier/courier.js';
import { writeJson } from '../encoding/json.js';
import type { Uuid } from '../encoding/uuid.js';
import { createIdentity, type User } from '../identity/identity.js';
import { createInFlight } from '../log/in-flight.js';
import type { LogOpener } from '../log/open-log.js';
import type { LogRecord } from '../log/record.js';
import type { ResolvedOptions } from '../options/options.js';
import type { PreparedEvent } from '../pipeline/pipeline.js';
import type { LifecycleSignal, Platform } from '../platform.js';
import { createSession, type Session } from '../session/session.js';
import { atEndOfTask } from '../timing/native-promise.js';
import type { DeviceFacts, DropReason } from '../wire.js';
import { readConsent } from './consent.js';
import type { RegisteredProperties, RegisterWay } from './registered-properties.js';

/** Under this name a tab says that the collector has answered it again. */
const RECOVERED_KEY = 'recovered';

/** What `start` gives a tracker. */
export interface TrackerParts {
  platform: Omit<Platform, 'store' | 'own'> & Partial<Pick<Platform, 'store'>>;
  /** As `resolveOptions` answered them. */
  options: ResolvedOptions;
  /** Names the adapter to the collector. */
  sdk: Sender['sdk'];
  /** How events are kept until they are acknowledged. */
  log: LogOpener;
}

/** One text for all of it, so that a blocked storage is told once. */
const STORAGE_FAILED = 'storage is blocked or full, all stays in memory';

/** A tracker at work, with consent: everything between an event as a string and the collector's answer. */
export interface Engine {
  /** Numbers an event and puts it into the log. */
  append_(event: PreparedEvent): void;
  /** Numbers an event that was given up, so that the collector can be told. */
  note_(reason: DropReason): void;
  /** Where the collector is told of it. */
  streamId_(): string;
  /** `false` when this very binding stands already. */
  setUser_(user: User): boolean;
  reset_(): void;
  /** Takes plain data. Answers whether they were taken. */
  register_(properties: Properties, way?: RegisterWay): boolean;
  locate_(location: Location): void;
  /** `undefined` where it is no device. */
  deviceId_(): string | undefined;
  sessionId_(): string | undefined;
  userId_(): string | undefined;
  unregister_(names: readonly string[]): void;
  flush_(): Promise<void>;
  /** Events that wait. */
  queued_(): number;
  /**
   * Ends it, and leaves what waits to the next tracker, or gives it up since consent was denied. Answers what is kept
   * nowhere but in memory.
   */
  stop_(isDenied: boolean): readonly LogRecord[];
}

export interface EngineParts extends TrackerParts {
  ledger_: Ledger;
  emitter_: Emitter;
  uuid_: Uuid;
  /** They outlive an engine: consent may be taken back and given again. */
  registered_: RegisteredProperties;
  /** What an engine before could keep nowhere. */
  inherited_: readonly LogRecord[];
  /** Another tab, or the host behind our back, may have changed the decision that is kept. */
  followConsent_(): void;
}

export function createEngine(parts: EngineParts): Engine {
  const { platform, options, sdk, ledger_, emitter_, uuid_, registered_, inherited_, followConsent_ } = parts;
  const { clock, settings, fixed, writes } = platform;
  const { warn_ } = emitter_;

  let isEnded = false;
  const common = { ...platform, ...options, inFlight_: createInFlight(), ledger_, emitter_ };
  const { log_, streams_, adopt_ } = parts.log.open_({
    ...common,
    uuid_,
    onTrouble_: (cause) => warn_(STORAGE_FAILED, cause),
  });
  const courier = createCourier({
    ...common,
    log_,
    streams_,
    sender_: { sdk, key: options.writeKey || undefined },
    url_: options.apiUrl + options.path,
    maySend_() {
      followConsent_();
      return readConsent(settings) !== 'denied';
    },
    onRecovered_() {
      if (HAS_TABS) settings.set(RECOVERED_KEY, `${clock.now()}`);
    },
  });

  /** The fields that change rarely, as JSON: serialised only when one of them has changed. */
  let shared = '';
  const identity = createIdentity(settings, uuid_, () => warn_(STORAGE_FAILED));
  /** What the host's own clean-up may have taken is written again. */
  const keepAll = () => {
    if (isEnded) return;
    identity.keep_();
    shared = '';
    followConsent_();
  };
  /** Where a process is no visitor, device and session never change. */
  const session = fixed
    ? undefined
    : createSession({
        settings,
        uuid_,
        clock,
        timeout_: options.sessionTimeout,
        isPerDay_: options.sessionPerDay,
        isPerCampaign_: options.sessionPerCampaign,
        landing_: platform.campaign(),
        // Not within the event that is being appended: what comes of it may end the engine.
        onSaved_: () => void atEndOfTask(keepAll),
      });
  let facts: DeviceFacts;
  let location: Location = {};
  let current: Session | undefined;
  const writeShared = () =>
    writeJson({
      streamId: streams_.id_(),
      ...(fixed ||
        (platform.isCookieless
          ? { cookieless: true }
          : { deviceId: identity.deviceId_(), sessionId: current?.id })),
      ...identity.user_(),
      platform: options.platform || platform.name,
      ...facts,
      ...location,
      appVersion: options.appVersion || undefined,
      ...current?.campaign,
      properties: registered_.all_(),
    });
  const readFacts = () => {
    facts = platform.facts();
    shared = '';
  };

  /** Once a task, or what the platform gathers: these events are kept, and the courier looks at the queue. */
  let isSettling = false;
  const settle = () => {
    isSettling = false;
    log_.settle_();
    if (!streams_.isAway_()) courier.poke_();
  };
  const settleSoon = () => {
    if (isSettling) return;
    isSettling = true;
    const gathering = writes?.gather?.();
    if (gathering) void gathering.then(settle, settle);
    else void atEndOfTask(settle);
  };

  const leave = () => {
    if (!HAS_EXIT) return;
    log_.spill_();
    courier.exit_();
    log_.leave_();
    streams_.leave_();
  };

  let adopting: Promise<number>;
  const takeOver = () => {
    adopting = adopt_();
    return adopting;
  };

  const wake = () => {
    if (HAS_EXIT && streams_.isAway_()) {
      // What the store got meanwhile was anybody's to take: it is adopted like all that is there.
      log_.leave_();
      streams_.begin_();
      // A page that is frozen hears nothing of other tabs.
      session?.reload_();
      keepAll();
    }
    return takeOver().then(courier.wake_);
  };

  const signalled = (signal: LifecycleSignal) => {
    if (isEnded) return;
    if (signal === 'hidden') {
      log_.spill_();
      courier.hide_();
      keepAll();
      void log_.commit_();
    } else if (HAS_EXIT && signal === 'exit') {
      leave();
      keepAll();
    } else {
      readFacts();
      if (signal === 'changed') return session?.land_(platform.campaign(), clock.now());
      if (signal !== 'offline') void wake();
    }
  };

  const settingChanged = (key: string | undefined) => {
    if (!HAS_TABS) return;
    if (key === undefined) keepAll();
    else if (key === RECOVERED_KEY) void courier.wake_();
    else {
      // Of one log-out the news comes key by key: in between, a tab must not join the one person to the other.
      session?.reload_();
      identity.reload_(key === 'device');
      registered_.load_(settings);
      shared = '';
    }
  };

  streams_.begin_();
  registered_.load_(settings);
  readFacts();
  inherited_.forEach(log_.insert_);
  const stopListening = platform.lifecycle(signalled);
  const stopWatching = settings.watch?.(settingChanged);
  // What an earlier page left behind goes first; a page that left nothing sends nothing yet.
  void takeOver().then((count) => (count > 0 || inherited_[0] ? courier.wake_() : undefined));

  return {
    append_({ text_, at_, rank_ }) {
      const seq_ = streams_.nextSeq_();
      const active = session?.touch_(at_);
      if (active !== current) shared = '';
      current = active;
      shared = shared || writeShared();
      log_.append_({ shared_: shared, text_: `{"seq":${seq_},${text_}`, seq_, rank_, time_: at_ });
      if (streams_.isAway_()) leave();
      settleSoon();
    },
    note_(reason) {
      log_.refuse_(reason, streams_.nextSeq_());
      settleSoon();
    },
    streamId_: streams_.id_,
    setUser_(user) {
      shared = '';
      return identity.setUser_(user);
    },
    reset_() {
      identity.reset_();
      session?.reset_(clock.now());
      shared = '';
    },
    register_(properties, way) {
      shared = '';
      return registered_.add_(properties, way, settings);
    },
    locate_(next) {
      location = next;
      shared = '';
    },
    deviceId_: () => (fixed || platform.isCookieless ? undefined : identity.deviceId_()),
    sessionId_: () => (platform.isCookieless ? undefined : session?.id_(clock.now())),
    userId_: () => identity.user_()?.userId,
    unregister_(names) {
      registered_.remove_(names, settings);
      shared = '';
    },
    // What an earlier page left is a part of all that waits.
    flush_: () => adopting.then(courier.flush_),
    queued_: log_.queued_,
    stop_(isDenied) {
      isEnded = true;
      stopListening();
      stopWatching?.();
      courier.stop_();
      if (isDenied) {
        log_.remove_(log_.records_(), 'consent');
        log_.close_();
      } else log_.spill_();
      log_.leave_();
      streams_.leave_();
      return log_.handOver_();
    },
  };
}
