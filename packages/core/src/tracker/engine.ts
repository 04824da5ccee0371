import type { Sender } from '../courier/batch.js';
import { createCourier } from '../courier/courier.js';
import { createUuid } from '../encoding/uuid.js';
import { createIdentity } from '../identity/identity.js';
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
import { createPipeline } from './pipeline.js';
import type { Plugin } from './plugin.js';
import { createSharedFields } from './shared.js';
import type { Tracker } from './tracker.js';

/** The path of the batch route below `apiUrl`. */
const BATCH_PATH = '/tracking/events/batch';

/** A tracker at work, with consent: everything between a call of `track` and the collector's answer. */
export interface Engine extends Pick<Tracker, 'track' | 'setUser' | 'reset' | 'register' | 'unregister'> {
  flush(): Promise<void>;
  /** Events that wait. */
  queued(): number;
  /** Ends it. What waits is left for the next tracker, or dropped for the reason given. */
  stop(reason?: DropReason): void;
}

/** @param processors Plugins with `process`, in order; read at every event. */
export function createEngine(
  platform: Platform,
  options: ResolvedOptions,
  sdk: Sender['sdk'],
  ledger: Ledger,
  { emit, tell }: Emitter,
  processors: readonly Plugin[],
): Engine {
  const { clock, settings } = platform;
  const tellBlocked = (cause?: unknown) => tell('store', 'storage is blocked: events stay in memory', cause);

  const uuid = createUuid(platform);
  const identity = createIdentity(settings, uuid, tellBlocked);
  const session = createSession(settings, uuid, options.sessionTimeout, platform.campaign());
  const streams = createStreams(platform, uuid, ledger);
  const store = createPatientStore(platform.store, clock, tellBlocked);
  const spill = createSpill(settings);
  const log = createEventLog(store, spill, streams, ledger, options.maxQueueBytes);
  const { adopt, tidy } = createAdoption(store, spill, streams, log, ledger);
  const courier = createCourier(platform, log, ledger, {
    ...options,
    url: options.apiUrl + BATCH_PATH,
    sender: { sdk, key: options.writeKey || undefined },
    onAnswer(answer) {
      tidy();
      emit('ack', answer);
    },
    onReject(rejection) {
      tell(rejection.code, `an event was rejected: ${rejection.code} ${rejection.message}`);
      emit('reject', rejection);
    },
    onTrouble: (status) =>
      tell(`http_${status}`, `${options.apiUrl} gave ${status || 'no answer'}, events are kept`),
  });
  const prepare = createPipeline(uuid, options.maxEventBytes, processors, tell);

  let registered: Properties = {};
  let facts: DeviceFacts;
  let current: Session;
  const shared = createSharedFields(() => ({
    deviceId: identity.deviceId(),
    sessionId: current.id,
    ...identity.user(),
    platform: options.platform || platform.name,
    ...facts,
    ...(options.appVersion && { appVersion: options.appVersion }),
    ...current.campaign,
    properties: registered as Record<string, never>,
  }));
  const readFacts = () => {
    facts = platform.facts();
    shared.invalidate();
  };

  const track: Tracker['track'] = (eventName, properties, trackOptions) => {
    const now = clock.now();
    const seq = streams.nextSeq();
    ledger.tracked++;
    const prepared = prepare(eventName, properties, trackOptions, seq, now);
    if (typeof prepared === 'string') return ledger.drop(prepared, 1, streams.id());
    current = session.touch(now);
    log.append(shared.of(current, streams.id()), prepared.text, seq, prepared.rank, now);
    if (streams.isAway()) leave();
    else courier.poke(now);
  };

  const leave = () => {
    log.spill();
    courier.exit();
  };

  const abandon = () => {
    ledger.adopted -= log.forgetStored();
    streams.leave();
  };

  const wake = async () => {
    if (streams.isAway()) {
      streams.resume();
      // What was beaconed waits for an answer again.
      for (const record of log.records()) if (record.flight === 'beacon') record.flight = undefined;
    }
    await adopt();
    await courier.flush();
  };

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
    track,
    setUser(userId, identities) {
      if (userId == null || userId === '') return tell('user', 'setUser needs a user id; reset() logs out');
      if (!identity.setUser({ userId: `${userId}`, ...(identities && { identities }) })) return;
      shared.invalidate();
      track('user_identify', { ...identities }, { priority: 'P0' });
    },
    reset() {
      identity.reset();
      session.reset();
      shared.invalidate();
    },
    register(properties) {
      try {
        const text = JSON.stringify({ ...registered, ...properties });
        if (text.length > options.maxEventBytes) throw new RangeError('larger than maxEventBytes');
        registered = JSON.parse(text);
        shared.invalidate();
      } catch (cause) {
        tell('register', 'properties were not registered', cause);
      }
    },
    unregister(names) {
      registered = { ...registered };
      for (const name of ([] as string[]).concat(names)) delete registered[name];
      shared.invalidate();
    },
    flush: courier.flush,
    queued: log.queued,
    stop(reason) {
      stopListening();
      courier.stop();
      if (reason) log.remove(log.records(), reason);
      abandon();
    },
  };
}
