import { createCourier } from '../courier/courier.js';
import { depart } from '../courier/departure.js';
import type { Sender } from '../courier/envelope.js';
import { createUuid } from '../encoding/uuid.js';
import { createConsent } from '../identity/consent.js';
import { createIdentity } from '../identity/identity.js';
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
  const { clock, logger } = platform;
  const warned = new Set<string>();
  const processors: Plugin[] = [];
  const cleanUps: (() => void)[] = [];
  let registered: Properties = {};
  let isClosed = false;
  /** The page went away and has not come back: there may be no later moment to send. */
  let isGone = false;

  const tell = (code: string, message: string, cause?: unknown) => {
    if (warned.has(code)) return;
    warned.add(code);
    logger.warn(`pugmark: ${message}`, cause);
    emitter.emit('error', { code, message, cause });
  };
  const emitter = createEmitter((cause) => tell('listener', 'a listener threw', cause));

  const ledger = createLedger((reason, count, streamId) => {
    emitter.emit('drop', { reason, count, streamId });
  });
  const uuid = createUuid(platform);
  const consent = createConsent(platform.settings, options.consent);
  const isGranted = () => consent.state() === 'granted';
  const tellBlocked = (cause?: unknown) =>
    tell('store', 'storage is blocked here: events and the device id last only as long as this page', cause);
  const identity = createIdentity(consent.settings, uuid, tellBlocked);
  const session = createSession(consent.settings, uuid, { ...options, landing: platform.campaign() });
  const store = createPatientStore(platform.store, clock, tellBlocked);
  const spill = createSpill(consent.settings);

  const streams = createStreams(platform, store, spill, {
    uuid,
    log: () => log,
    onAdopted: (count) => {
      ledger.adopted += count;
    },
    onAcknowledged: (count) => {
      ledger.acknowledged += count;
    },
  });
  const log = createEventLog(store, spill, clock, {
    ...options,
    mayWrite: isGranted,
    ready: streams.ready,
    onDrop: ledger.drop,
  });
  const route = {
    ...options,
    sender: { sdk, key: options.writeKey },
    url: options.apiUrl + BATCH_PATH,
    streamId: streams.id,
  };
  const courier = createCourier(platform, log, ledger, {
    ...route,
    maySend: isGranted,
    onAnswer(answer) {
      streams.tidy();
      emitter.emit('ack', answer);
    },
    onReject(rejection) {
      tell(
        `reject:${rejection.code}`,
        `the collector refused an event: ${rejection.code} ${rejection.message}`,
      );
      emitter.emit('reject', rejection);
    },
    onTrouble: (status) => tell(`send:${status}`, explain(status, options.apiUrl)),
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

  const prepare = createPipeline(uuid, options.maxEventBytes, processors, (code, message, cause) => {
    tell(code, message, cause);
  });

  const track: Tracker['track'] = (eventName, properties, trackOptions) => {
    if (isClosed) return;
    const now = clock.now();
    const seq = streams.nextSeq();
    ledger.tracked++;
    const prepared =
      consent.state() === 'denied' ? 'consent' : prepare(eventName, properties, trackOptions, seq, now);
    if (typeof prepared === 'string') return ledger.drop(prepared, 1, streams.id());
    current = session.touch(now);
    log.append({
      ...prepared,
      streamId: streams.id(),
      seq,
      shared: shared.of(current, streams.id()),
      time: now,
    });
    if (isGone) leave();
    else courier.poke(now);
  };

  const wake = () => {
    log.recall();
    if (consent.state() !== 'denied') void streams.resume().then(streams.adopt).then(courier.flush);
  };

  const leave = () => {
    log.spill();
    const { sendOnExit } = platform;
    if (sendOnExit && isGranted()) depart(log, ledger, clock, { ...route, sendOnExit });
  };

  const tracker: Tracker = {
    track,
    trackPageView: (pagePath, pageTitle, referrer) =>
      track(...pageViewEvent(pagePath, pageTitle, referrer, platform.page?.())),
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
        log.clear('consent');
        tracker.reset();
      }
      if (next === 'granted') wake();
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
      streams.leave();
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
        isGone = true;
        leave();
        streams.leave();
      } else if (signal === 'hidden') {
        log.spill();
        courier.hide();
      } else {
        isGone = false;
        readFacts();
        if (signal !== 'offline') wake();
      }
    }),
  );
  options.plugins.forEach(tracker.use);
  // Whatever an earlier page left behind goes first; a page that left nothing sends nothing yet.
  void streams.adopt().then(() => (ledger.adopted ? courier.flush() : undefined));
  return tracker;
}

function explain(status: number, apiUrl: string): string {
  const why =
    status === 401 || status === 403
      ? `the collector at ${apiUrl} refuses this client (${status}): check writeKey`
      : status
        ? `the collector at ${apiUrl} answered ${status}`
        : `the collector at ${apiUrl} cannot be reached`;
  return `${why}; events are kept and will be sent later`;
}
