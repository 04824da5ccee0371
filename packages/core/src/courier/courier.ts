import { utf8Size } from '../encoding/utf8.js';
import type { EventLog } from '../log/event-log.js';
import type { Flight, LogRecord } from '../log/record.js';
import type { Platform, SendAnswer } from '../platform.js';
import type { Ledger } from '../tracker/ledger.js';
import type { Answer, Rejection } from '../wire.js';
import { backoff } from './backoff.js';
import { cut, divide, type Sender, writeEnvelope } from './batch.js';
import { judge } from './verdict.js';

/** Size of a request in UTF-8 bytes: what one keepalive request or beacon can carry. */
const BATCH_BYTES = 60_000;
/** When this many events in a row are refused, each alone, the fault is not in the events: they are kept. */
const MAX_REFUSED_ALONE = 5;

/**
 * Carries records from the log to the collector: batches, retries, backs off. It takes nothing out of the log before
 * an answer; a beacon is no answer.
 */
export interface Courier {
  /** An event was appended at `now`. */
  poke(now: number): void;
  /** Sends everything now, whatever the backoff says; resolves when it is answered or a send failed. */
  flush(): Promise<void>;
  /** The page may go away: one batch, written or not, in a request that outlives it, begun in this very tick. */
  hide(): void;
  /** The page goes away: hands to the platform what no surviving request carries, in halves of what it refuses. */
  exit(): void;
  stop(): void;
}

export interface CourierOptions {
  /** The batch route. */
  url: string;
  sender: Sender;
  batchSize: number;
  batchInterval: number;
  maxRetries: number;
  maxQueueAge: number;
  requestTimeout: number;
  onAnswer(answer: Answer): void;
  onReject(rejection: Rejection): void;
  /** The collector gave this status instead of an answer (0: none at all). */
  onTrouble(status: number): void;
}

export function createCourier(
  { clock, random, send, sendOnExit }: Pick<Platform, 'clock' | 'random' | 'send' | 'sendOnExit'>,
  log: EventLog,
  ledger: Ledger,
  options: CourierOptions,
): Courier {
  const { url, sender, batchSize, batchInterval, maxRetries } = options;
  let batchBytes = BATCH_BYTES;
  let failures = 0;
  let refusedAlone = 0;
  /** No send before this time; `Infinity` holds until the next trigger. */
  let notBefore = 0;
  let running: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let isStopped = false;

  const arm = (ms: number) => {
    cancelTimer?.();
    cancelTimer =
      isStopped || ms === Infinity
        ? undefined
        : clock.timer(() => {
            cancelTimer = undefined;
            void run();
          }, ms);
  };

  const write = (records: readonly LogRecord[]) =>
    writeEnvelope(sender, records, ledger.report(), clock.now());
  const idle = () => log.records().filter(({ flight }) => !flight);

  const acknowledge = (records: readonly LogRecord[], answer: Answer) => {
    failures = notBefore = refusedAlone = 0;
    for (const record of records) if (!record.isGone) ledger.acknowledged += record.count;
    for (const rejection of answer.rejected) {
      const record = records.filter(
        ({ text, isGone }) => !isGone && text?.includes(`"${rejection.eventId}"`),
      )[0];
      if (record) {
        ledger.acknowledged--;
        ledger.drop('rejected', 1, record.streamId);
      }
      options.onReject(rejection);
    }
    log.remove(records);
    options.onAnswer(answer);
  };

  const fail = (after: number) => {
    failures++;
    const wait = Math.max(after, backoff(failures, maxRetries, (random(1)[0] as number) / 255));
    notBefore = clock.now() + wait;
    arm(wait);
  };

  /** Sends and settles; `false` when nothing more should be sent for now. */
  const deliver = async (wanted: readonly LogRecord[], flight: Flight): Promise<boolean> => {
    for (const record of wanted) record.flight = flight;
    const absent = wanted.filter(({ text }) => !text);
    // No await when all is in memory: while the page is being hidden, the request must begin in this tick.
    if (absent.length) await Promise.all(absent.map(log.load));
    const records = wanted.filter(({ text }) => text);
    const report = ledger.report();
    let answer: SendAnswer = { status: 0 };
    try {
      const body = write(records);
      const { requestTimeout: deadline } = options;
      if (records.length)
        answer = await send({ url, body, bytes: utf8Size(body), deadline, keepalive: flight !== 'normal' });
    } catch {
      // A platform should not reject; if it does, it got no answer.
    }
    for (const record of wanted) record.flight = undefined;
    const { status } = answer;
    const verdict = judge(answer, clock.now());
    if (typeof verdict === 'object') {
      ledger.told(report);
      acknowledge(records, verdict);
      return true;
    }
    if (verdict === 'split') {
      if (status === 413) batchBytes /= 2;
      const [first] = records as [LogRecord, ...LogRecord[]];
      let parts = records;
      if (!records[1] && first.count > 1) {
        parts = divide(first);
        log.replace(first, parts);
      }
      if (parts[1]) {
        const middle = parts.length >> 1;
        return (await deliver(parts.slice(0, middle), flight)) && deliver(parts.slice(middle), flight);
      }
      if (++refusedAlone <= MAX_REFUSED_ALONE) {
        log.remove(records, status === 413 ? 'too_large' : 'rejected');
        options.onReject({ eventId: '', code: `http_${status}`, message: answer.body || '' });
        return true;
      }
    }
    if (verdict === 'hold') notBefore = Infinity;
    else fail(+verdict || 0);
    options.onTrouble(status);
    return false;
  };

  const loop = async () => {
    let isGoingOn = true;
    while (isGoingOn && !isStopped) {
      await log.commit();
      const oldest = clock.now() - options.maxQueueAge;
      const expired = idle().filter(({ time }) => time < oldest);
      if (expired.length) log.remove(expired, 'expired');
      // While the collector is down, one record is enough to ask whether it is back.
      const batch = cut(idle(), failures > maxRetries ? 0 : batchBytes);
      isGoingOn = batch.length > 0 && (await deliver(batch, 'normal'));
    }
  };

  const run = (): Promise<void> => {
    if (running || clock.now() < notBefore) return running || Promise.resolve();
    arm(Infinity);
    // Nothing in the loop should throw; if it does, that is one more failed send and no unhandled rejection.
    running = loop()
      .catch(() => fail(0))
      .then(() => {
        running = undefined;
        if (log.queued() && !cancelTimer) arm(notBefore ? notBefore - clock.now() : batchInterval);
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
      const batch = cut(
        idle().filter(({ text }) => text),
        batchBytes,
      );
      if (batch.length) void deliver(batch, 'keepalive');
    },
    exit() {
      if (!sendOnExit) return;
      let exposed = log.records().filter(({ text, flight }) => text && (!flight || flight === 'normal'));
      for (let bytes = batchBytes; exposed.length; ) {
        const batch = cut(exposed, bytes);
        if (sendOnExit(url, write(batch))) {
          for (const record of batch) record.flight = 'beacon';
          exposed = exposed.slice(batch.length);
        } else if (batch.length > 1) bytes /= 2;
        else break;
      }
    },
    stop() {
      isStopped = true;
      arm(Infinity);
    },
  };
}
