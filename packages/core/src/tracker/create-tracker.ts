import type { Sender } from '../courier/batch.js';
import { createCourier } from '../courier/courier.js';
import { createUuid } from '../encoding/uuid.js';
import { createConsent } from '../identity/consent.js';
import { createIdentity } from '../identity/identity.js';
import { createAdoption } from '../log/adoption.js';
import { createEventLog } from '../log/event-log.js';
import { createPatientStore } from '../log/patient-store.js';
import { createSpill } from '../log/spill.js';
import { createStreams } from '../log/streams.js';
import type { Platform } from '../platform.js';
import { createSession, type Session } from '../session/session.js';
import type { DeviceFacts } from '../wire.js';
import { createEmitter } from './emitter.js';
import type { Properties } from './event.js';
import { createInertTracker } from './inert-tracker.js';
import { createLedger } from './ledger.js';
import { clickEvent, pageViewEvent } from './named-events.js';
import type { ResolvedOptions } from './options.js';
import { createPipeline } from './pipeline.js';
import type { Plugin } from './plugin.js';
import { createSharedFields } from './shared.js';
import type { Tracker } from './tracker.js';

/** The path of the batch route below `apiUrl`. */
const BATCH_PATH = '/tracking/events/batch';

/**
 * Puts the parts together: track → log → courier → collector. An adapter calls it with its platform.
 *
 * @param options As `resolveOptions` answered them.
 * @param sdk Names the adapter to the collector.
 */
export function createTracker(platform: Platform, options: ResolvedOptions, sdk: Sender['sdk']): Tracker {
  if (!options.enabled) return createInertTracker();
  const { clock } = platform;
  const processors: Plugin[] = [];
  const cleanUps: (() => void)[] = [];
  let registered: Properties = {};
  let isClosed = false;

  const emitter = createEmitter(platform.logger);
  const { emit, tell } = emitter;
  const tellBlocked = (cause?: unknown) =>
    tell('store', 'storage is blocked, everything is kept in memory only', cause);

  const uuid = createUuid(platform);
  const consent = createConsent(platform.settings, options.consent);
  const isGranted = () => consent.state() === 'granted';
  const identity = createIdentity(consent.settings, uuid, tellBlocked);
  const session = createSession(consent.settings, uuid, options.sessionTimeout, platform.campaign());

  const streams = createStreams(platform, uuid);
  const ledger = createLedger(streams.id, (reason, count, streamId) =>
    emit('drop', { reason, count, streamId }),
  );
  const store = createPatientStore(platform.store, clock, tellBlocked);
  const spill = createSpill(consent.settings);
  const log = createEventLog(store, spill, streams, ledger, { ...options, mayWrite: isGranted });
  const { adopt, tidy } = createAdoption(store, spill, streams, log, ledger);
  const courier = createCourier(platform, log, ledger, {
    ...options,
    url: options.apiUrl + BATCH_PATH,
    sender: { sdk, key: options.writeKey || undefined },
    maySend: isGranted,
    onAnswer(answer) {
      tidy();
      emit('ack', answer);
    },
    onReject(rejection) {
      tell(rejection.code, `the collector refused an event: ${rejection.code} ${rejection.message}`);
      emit('reject', rejection);
    },
    onTrouble: (status) =>
      tell(`http_${status}`, `${options.apiUrl} gave ${status || 'no answer'}: events are kept`),
  });

  let facts: DeviceFacts = {};
  let current: Session;
  const readFacts = () => {
    facts = platform.facts();
    shared.invalidate();
  };
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

  const prepare = createPipeline(uuid, options.maxEventBytes, processors, tell);

  const track: Tracker['track'] = (eventName, properties, trackOptions) => {
    if (isClosed) return;
    const now = clock.now();
    const seq = streams.nextSeq();
    ledger.tracked++;
    const prepared =
      consent.state() === 'denied' ? 'consent' : prepare(eventName, properties, trackOptions, seq, now);
    if (typeof prepared === 'string') return ledger.drop(prepared, 1, streams.id());
    current = session.touch(now);
    log.append(shared.of(current, streams.id()), prepared.text, seq, prepared.rank, now);
    if (streams.isAway()) leave();
    else courier.poke(now);
  };

  const wake = async () => {
    if (streams.isAway()) {
      streams.resume();
      // What was beaconed in the old stream waits for an answer again.
      for (const record of log.records()) if (record.flight === 'beacon') record.flight = undefined;
    }
    if (consent.state() === 'denied') return;
    await adopt();
    await courier.flush();
  };

  const leave = () => {
    log.spill();
    courier.exit();
  };

  const abandon = () => {
    ledger.adopted -= log.forgetStored();
    streams.leave();
  };

  const tracker: Tracker = {
    track,
    trackPageView: (...args) => track(...pageViewEvent(platform.page?.(), ...args)),
    trackClick: (...args) => track(...clickEvent(...args)),
    setUser(userId, identities) {
      if (userId == null || userId === '')
        return tell('user', 'setUser needs a user id; use reset() to log out');
      if (isClosed || !identity.setUser({ userId: String(userId), ...(identities && { identities }) }))
        return;
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
        if (text.length > options.maxEventBytes) throw new RangeError('more than maxEventBytes');
        registered = JSON.parse(text);
        shared.invalidate();
      } catch (cause) {
        tell('register', 'properties that cannot be serialised were not registered', cause);
      }
    },
    unregister(names) {
      registered = { ...registered };
      for (const name of ([] as string[]).concat(names)) delete registered[name];
      shared.invalidate();
    },
    setConsent(next) {
      consent.set(next);
      if (next === 'denied') {
        log.remove(log.records(), 'consent');
        tracker.reset();
      }
      if (next === 'granted') void wake();
    },
    async flush() {
      await courier.flush();
      return { acknowledged: ledger.acknowledged, queued: log.queued() };
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const cleanUp of cleanUps) cleanUp();
      await courier.flush();
      courier.stop();
      abandon();
    },
    stats: () => ({
      tracked: ledger.tracked,
      adopted: ledger.adopted,
      acknowledged: ledger.acknowledged,
      queued: log.queued(),
      dropped: { ...ledger.dropped },
    }),
    use(plugin) {
      try {
        const cleanUp = plugin.setup?.(tracker);
        if (cleanUp) cleanUps.push(cleanUp);
        if (plugin.process) processors.push(plugin);
      } catch (cause) {
        tell(`plugin:${plugin.name}`, `plugin "${plugin.name}" could not be set up`, cause);
      }
    },
    on: emitter.on,
  };

  readFacts();
  cleanUps.push(
    platform.lifecycle((signal) => {
      if (signal === 'exit') {
        leave();
        abandon();
      } else if (signal === 'hidden') {
        log.spill();
        courier.hide();
      } else {
        readFacts();
        if (signal !== 'offline') void wake();
      }
    }),
  );
  options.plugins.forEach(tracker.use);
  // Whatever an earlier page left behind goes first; a page that left nothing sends nothing yet.
  void adopt().then(() => (ledger.adopted ? courier.flush() : undefined));
  return tracker;
}
