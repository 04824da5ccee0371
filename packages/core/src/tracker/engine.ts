import type { Sender } from '../courier/batch.js';
import { createCourier } from '../courier/courier.js';
import { createIdentity, type User } from '../identity/identity.js';
import { createAdoption } from '../log/adoption.js';
import { createEventLog } from '../log/event-log.js';
import { createPatientStore } from '../log/patient-store.js';
import { createSpill } from '../log/spill.js';
import { createStreams } from '../log/streams.js';
import type { Platform } from '../platform.js';
import { createSession, type Session } from '../session/session.js';
import type { DeviceFacts, DropReason } from '../wire.js';
import type { Emitter } from './emitter.js';
import type { Properties } from './event.js';
import type { Ledger } from './ledger.js';
import type { ResolvedOptions } from './options.js';
import type { PreparedEvent } from './pipeline.js';
import type { Tracker } from './tracker.js';

/** Registered properties go with every group, so they must stay small; UTF-16 units. */
const MAX_REGISTERED = 8000;

/** A tracker at work, with consent: everything between an event as a string and the collector's answer. */
export interface Engine extends Pick<Tracker, 'reset' | 'register' | 'unregister'> {
  /**
   * Numbers an event and puts it into the log.
   *
   * @param now Where the clock was read for this event just now, ms since 1970.
   */
  append(event: PreparedEvent, now?: number): void;
  /** `false` when this very binding stands already. */
  setUser(user: User): boolean;
  flush(): Promise<void>;
  /** Events that wait. */
  queued(): number;
  /** Ends it. What waits is left for the next tracker, or dropped for the reason given. */
  stop(reason?: DropReason): void;
}

export function createEngine(
  platform: Platform,
  options: ResolvedOptions,
  sdk: Sender['sdk'],
  ledger: Ledger,
  emitter: Emitter,
  uuid: () => string,
): Engine {
  const { clock, settings } = platform;
  const { tell } = emitter;
  const tellBlocked = (cause?: unknown) => tell('storage is blocked, all stays in memory', cause);

  const identity = createIdentity(settings, uuid, tellBlocked);
  const session = createSession(settings, uuid, options.sessionTimeout, platform.campaign());
  const streams = createStreams(platform, uuid, ledger);
  const spill = createSpill(settings);
  const store = createPatientStore(platform.store, clock, tellBlocked);
  const log = createEventLog(store, spill, streams, ledger, options.maxQueueBytes);
  const adopt = createAdoption(store, spill, streams, log, ledger, clock);
  const courier = createCourier(platform, log, ledger, emitter, options, sdk);

  let registered: Properties = {};
  let facts: DeviceFacts;
  let current: Session;
  /** The fields that change rarely, as JSON: serialised only when one of them has changed. */
  let shared = '';
  const share = () =>
    JSON.stringify({
      streamId: streams.id,
      deviceId: identity.deviceId(),
      sessionId: current.id,
      ...identity.user(),
      platform: options.platform || platform.name,
      ...facts,
      appVersion: options.appVersion || undefined,
      ...current.campaign,
      properties: registered,
    });
  const readFacts = () => {
    facts = platform.facts();
    shared = '';
  };

  /** Once a task, or what the platform gathers: the write of these events begins, and the courier looks at the queue. */
  let settling: Promise<void> | undefined;
  const settle = () => {
    settling = undefined;
    const tailBytes = platform.tailBytes?.();
    if (tailBytes) log.spill(tailBytes);
    void log.commit();
    if (!streams.isAway) courier.poke();
  };

  const leave = () => {
    log.spill();
    courier.exit();
  };

  const abandon = (isForGood?: boolean) => {
    ledger.adopted -= log.forget(isForGood);
    streams.leave();
  };

  const wake = async () => {
    if (streams.isAway) {
      streams.begin();
      shared = '';
      // A beacon is no answer: what it carried waits again.
      for (const record of log.records()) record.isBusy = false;
    }
    await adopt();
    await courier.flush();
  };

  streams.begin();
  readFacts();
  const stopListening = platform.lifecycle((signal) => {
    if (signal === 'hidden') {
      log.spill();
      courier.hide();
    } else if (signal === 'exit') {
      leave();
      abandon();
    } else {
      readFacts();
      if (signal !== 'offline') void wake();
    }
  });
  // What an earlier page left behind goes first; a page that left nothing sends nothing yet.
  void adopt().then(() => (ledger.adopted ? courier.flush() : undefined));

  return {
    append({ text, rank }, now = clock.now()) {
      const seq = ++ledger.seq;
      const active = session.touch(now);
      if (active !== current) shared = '';
      current = active;
      shared = shared || share();
      log.append(shared, `{"seq":${seq},${text}`, seq, rank, now);
      if (streams.isAway) leave();
      settling = settling || Promise.resolve(platform.gather?.()).then(settle);
    },
    setUser(user) {
      shared = '';
      return identity.setUser(user);
    },
    reset() {
      identity.reset();
      session.reset();
      shared = '';
    },
    register(properties) {
      try {
        const text = JSON.stringify({ ...registered, ...properties });
        if (text.length > MAX_REGISTERED) throw new RangeError('too large');
        registered = options.mask(JSON.parse(text));
        shared = '';
      } catch (cause) {
        tell('properties were not registered', cause);
      }
    },
    unregister(names) {
      for (const name of ([] as string[]).concat(names)) delete registered[name];
      shared = '';
    },
    flush: courier.flush,
    queued: log.queued,
    stop(reason) {
      stopListening();
      courier.stop();
      if (reason) log.remove(log.records(), reason);
      log.spill();
      abandon(true);
      ledger.own = undefined;
    },
  };
}
