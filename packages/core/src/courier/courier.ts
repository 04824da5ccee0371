import { utf8Size } from '../encoding/utf8.js';
import type { EventLog, Parcel } from '../log/event-log.js';
import type { Flight, LogRecord } from '../log/record.js';
import type { Platform, SendAnswer } from '../platform.js';
import type { Ledger } from '../tracker/ledger.js';
import type { Answer, DropReason, Rejection } from '../wire.js';
import { backoff } from './backoff.js';
import { type Sender, writeEnvelope } from './envelope.js';
import { halve } from './halve.js';
import { judge } from './verdict.js';

/** When this many events in a row are refused, each alone, the fault is not in the events: they are kept. */
const MAX_REFUSED_ALONE = 5;

/**
 * Carries records from the log to the collector: batches, retries, backs off. It takes nothing out of the
 * log before an answer; a beacon is no answer.
 */
export interface Courier {
  /** An event was appended at `now`. */
  poke(now: number): void;
  /** Sends everything now, whatever the backoff says; resolves when it is answered or a send failed. */
  flush(): Promise<void>;
  /** The page may go away: one batch at once, written or not, that outlives it. */
  hide(): void;
  stop(): void;
}

export interface CourierOptions {
  /** The batch route. */
  url: string;
  batchSize: number;
  batchInterval: number;
  maxRetries: number;
  maxBatchBytes: number;
  requestTimeout: number;
  sender: Sender;
  /** Whether anything may be sent: consent is given. */
  maySend(): boolean;
  /** The stream of this tracker. */
  streamId(): string;
  onAnswer(answer: Answer): void;
  onReject(rejection: Rejection): void;
  /** The collector gave this status instead of an answer (0: none at all). */
  onTrouble(status: number): void;
}

export function createCourier(
  { clock, random, send }: Pick<Platform, 'clock' | 'random' | 'send'>,
  log: EventLog,
  ledger: Ledger,
  options: CourierOptions,
): Courier {
  const {
    batchSize,
    batchInterval,
    maxRetries,
    maxBatchBytes,
    requestTimeout: deadline,
    url,
    sender,
  } = options;
  let batchBytes = maxBatchBytes;
  let failures = 0;
  let refusedAlone = 0;
  /** No send before this time; `Infinity` holds until the next trigger. */
  let notBefore = 0;
  let running: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let isStopped = false;

  const arm = (ms: number) => {
    if (cancelTimer || isStopped || !(ms < 2 ** 31)) return;
    cancelTimer = clock.timer(() => {
      cancelTimer = undefined;
      void run();
    }, ms);
  };

  const disarm = () => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const drop = (parcel: Parcel, reason: DropReason) => {
    ledger.drop(reason, parcel.lines.length - 1, parcel.record.streamId);
    log.settle(parcel);
  };

  const acknowledge = (parcels: Parcel[], answer: Answer) => {
    for (const parcel of parcels) {
      const refused = answer.rejected.filter(({ eventId }) =>
        parcel.lines.some((line, at) => at && eventId && line.indexOf(`"${eventId}"`) > 0),
      ).length;
      const events = parcel.lines.length - 1;
      log.settle(parcel);
      ledger.acknowledged += events - refused;
      if (refused) ledger.drop('rejected', refused, parcel.record.streamId);
    }
    answer.rejected.forEach(options.onReject);
    options.onAnswer(answer);
  };

  const fail = (after: number) => {
    failures++;
    const chance = (random(1)[0] as number) / 255;
    const wait = Math.max(after, backoff(failures, maxRetries, chance));
    notBefore = clock.now() + wait;
    disarm();
    arm(wait);
  };

  /** Sends and settles; `false` when nothing more should be sent for now. */
  const deliver = async (parcels: Parcel[], flight: Flight): Promise<boolean> => {
    const report = ledger.report(options.streamId());
    const body = writeEnvelope(
      sender,
      parcels.map(({ lines }) => lines),
      report.dropped,
      clock.now(),
    );
    let answer: SendAnswer = { status: 0 };
    try {
      answer = await send({ url, body, bytes: utf8Size(body), deadline, keepalive: flight === 'keepalive' });
    } catch {
      // A platform should not reject; if it does, it got no answer.
    }
    const { status } = answer;
    const verdict = judge(answer, clock.now());
    if (verdict.kind === 'ack') {
      failures = notBefore = refusedAlone = 0;
      report.told();
      acknowledge(parcels, verdict.answer);
      return true;
    }
    if (verdict.kind === 'split') {
      if (status === 413) batchBytes /= 2;
      const halves = halve(parcels);
      if (halves) return (await deliver(halves[0], flight)) && deliver(halves[1], flight);
      if (++refusedAlone <= MAX_REFUSED_ALONE) {
        drop(parcels[0] as Parcel, status === 413 ? 'too_large' : 'rejected');
        options.onReject({ eventId: '', code: `http_${status}`, message: answer.body || '' });
        return true;
      }
    }
    if (verdict.kind === 'hold') notBefore = Infinity;
    else fail(verdict.kind === 'retry' ? verdict.after : 0);
    options.onTrouble(status);
    return false;
  };

  const attempt = async (records: LogRecord[], flight: Flight): Promise<boolean> => {
    const loaded = await Promise.all(records.map(log.load));
    const parcels = loaded.filter((parcel): parcel is Parcel => !!parcel);
    const isDelivered = parcels.length ? await deliver(parcels, flight) : loaded.length === 0;
    for (const record of records) record.flight = undefined;
    return isDelivered;
  };

  const loop = async () => {
    await log.commit();
    do {
      // While the collector is down, one record is enough to ask whether it is back.
      const records = log.take(failures > maxRetries ? 0 : batchBytes, 'normal');
      if (!records.length || !(await attempt(records, 'normal'))) break;
    } while (options.maySend() && !isStopped);
  };

  const run = (): Promise<void> => {
    if (running) return running;
    const wait = notBefore - clock.now();
    if (wait > 0) arm(wait);
    if (wait > 0 || !options.maySend()) return Promise.resolve();
    disarm();
    // Nothing in the loop should throw; if it does, that is one more failed send and no unhandled rejection.
    running = loop()
      .catch(() => fail(0))
      .then(() => {
        running = undefined;
        if (log.queued()) arm(Math.max(notBefore - clock.now(), failures ? 0 : batchInterval));
      });
    return running;
  };

  return {
    poke(now) {
      if (running || now < notBefore) return;
      if (log.queued() >= batchSize) void run();
      else if (!cancelTimer) arm(batchInterval);
    },
    async flush() {
      await running;
      notBefore = 0;
      await run();
    },
    hide() {
      if (!options.maySend()) return;
      const records = log.take(batchBytes, 'keepalive', true);
      const inMemory = records.filter(({ lines }) => lines);
      for (const record of records) if (!record.lines) record.flight = undefined;
      if (!inMemory.length) return;
      // In the same tick: no await may come before the request starts.
      void deliver(
        inMemory.map((record) => ({ record, lines: record.lines as string[] })),
        'keepalive',
      ).then(() => {
        for (const record of inMemory) record.flight = undefined;
      });
    },
    stop() {
      isStopped = true;
      disarm();
    },
  };
}
