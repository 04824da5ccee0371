import type { EventLog } from '../log/event-log.js';
import type { LogRecord } from '../log/record.js';
import type { Platform, SendAnswer } from '../platform.js';
import type { Emitter } from '../tracker/emitter.js';
import type { Ledger } from '../tracker/ledger.js';
import type { ResolvedOptions } from '../tracker/options.js';
import { backoff } from './backoff.js';
import { cut, divide, type Sender, writeEnvelope } from './batch.js';
import { judge } from './verdict.js';

/** What one keepalive request or beacon can carry, in bytes: the size of the first batch, and of all in a page that goes. */
const FIRST_BYTES = 60_000;
/** The largest batch, in bytes: well below what a collector takes (2,000 events, 1 MiB). */
const MAX_BYTES = 240_000;
/** Room for what an envelope adds to its records, in bytes. */
const ENVELOPE_BYTES = 500;
/** A request that is not answered within this time (ms) has failed. */
const DEADLINE = 10_000;
/** An answer within this time (ms) came over a connection that carries four times as much before the deadline. */
const QUICK = 2000;
/** When more events in a row than this are refused, each alone, the fault may not be theirs: they are kept. */
const MAX_REFUSED_ALONE = 5;

/**
 * Carries records from the log to the collector: batches, retries, backs off. It takes nothing out of the log before
 * an answer; a beacon is no answer.
 */
export interface Courier {
  /** Events were appended. */
  poke(): void;
  /** Sends everything now, whatever the backoff says; resolves when it is answered or a send failed. */
  flush(): Promise<void>;
  /** The page may go away: one batch, written or not, in a request begun in this very tick. */
  hide(): void;
  /** The page goes away: hands to the platform what no request carries, in halves of what it refuses. */
  exit(): void;
  stop(): void;
}

export function createCourier(
  {
    clock,
    random,
    send,
    sendOnExit,
    requests = 1,
  }: Pick<Platform, 'clock' | 'random' | 'send' | 'sendOnExit' | 'requests'>,
  log: EventLog,
  ledger: Ledger,
  { emit, tell }: Emitter,
  { apiUrl, writeKey, batchSize, batchInterval, maxRetries }: ResolvedOptions,
  sdk: Sender['sdk'],
): Courier {
  const url = `${apiUrl}/tracking/events/batch`;
  /** What a batch may carry, in bytes: more after every quick answer, back at the start after a failure, halved by a split. */
  let room = FIRST_BYTES;
  /** What the collector has called too large is not tried again. */
  let ceiling = MAX_BYTES;
  /** What a request carries that the browser cuts off when the page goes away. */
  let breakable: readonly LogRecord[] = [];
  let failures = 0;
  let refusedAlone = 0;
  /** Refused alone by a collector that has accepted nothing yet: kept, and out of the way of the others. */
  const aside: LogRecord[] = [];
  /** No send before this time; `Infinity` holds until the next trigger. */
  let notBefore = 0;
  let running: Promise<void> | undefined;
  /** What was sent when the page was hidden, apart from the loop. */
  let hidden: Promise<unknown> | undefined;
  let cancelTimer: (() => void) | undefined;
  let isStopped = false;

  const disarm = () => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const arm = (ms: number) => {
    disarm();
    if (isStopped || ms === Infinity) return;
    cancelTimer = clock.timer(() => {
      cancelTimer = undefined;
      // The wait is over, whatever a clock that was cut or set back says.
      notBefore = 0;
      void run();
    }, ms);
  };

  const write = (records: readonly LogRecord[]) =>
    writeEnvelope({ sdk, key: writeKey || undefined }, records, ledger.report(), clock.now());
  const idle = () => log.records().filter((record) => !record.isBusy);
  const idleInMemory = () => idle().filter((record) => record.text);

  const mark = (records: readonly LogRecord[], isBusy?: boolean) => {
    for (const record of records) record.isBusy = isBusy;
  };

  const fail = (after: number) => {
    room = Math.min(room, FIRST_BYTES);
    // Requests that were under way together have failed together: that is one failure.
    if (clock.now() >= notBefore) failures++;
    const wait = Math.max(after, backoff(failures, maxRetries, (random(1)[0] as number) / 255));
    notBefore = clock.now() + wait;
    arm(wait);
  };

  /** Sends and settles; `false` when nothing more should be sent for now. */
  const deliver = async (wanted: readonly LogRecord[]): Promise<boolean> => {
    mark(wanted, true);
    const absent = wanted.filter((record) => !record.text);
    // No await when all is in memory: while the page is being hidden, the request must begin in this tick.
    if (absent[0]) await Promise.all(absent.map(log.load));
    const records = wanted.filter((record) => record.text);
    if (!records[0]) {
      mark(wanted);
      return wanted.every((record) => record.isGone);
    }
    const report = ledger.report();
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
    if (bytes > FIRST_BYTES) breakable = records;
    const begun = clock.now();
    let answer: SendAnswer = { status: 0 };
    try {
      const body = write(records);
      answer = await send({ url, body, bytes: bytes + ENVELOPE_BYTES, deadline: DEADLINE });
    } catch {
      // A platform should not reject; if it does, it got no answer.
    }
    mark(wanted);
    breakable = [];
    const { status, body } = answer;
    const now = clock.now();
    const verdict = judge(answer, now);
    if (verdict === 'split') {
      const [first] = records as [LogRecord, ...LogRecord[]];
      // Half as much from now on, down to the record that is bad; each answer raises it again.
      room = bytes / 2;
      if (status === 413) ceiling = room;
      if (records[1]) return true;
      const events = divide(first);
      // A damaged record does not hold the events that its key tells of: it is refused as one.
      if (events[1] && events.length === first.count) {
        log.remove(records);
        events.forEach(log.insert);
        return true;
      }
      if (status === 413 || ++refusedAlone <= MAX_REFUSED_ALONE) {
        log.remove(records, status === 413 ? 'too_large' : 'refused');
        tell('the collector refused an event', body);
        return true;
      }
      aside.push(first);
      mark(aside, true);
    } else if (typeof verdict === 'object') {
      failures = notBefore = refusedAlone = 0;
      room = Math.min(room * 4, ceiling, now - begun < QUICK ? ceiling : FIRST_BYTES);
      mark(aside.splice(0));
      ledger.told(report);
      for (const record of records) if (!record.isGone) ledger.acknowledged += record.count;
      for (const rejection of verdict.rejected) {
        ledger.acknowledged--;
        // Not reported: the collector counts its rejections itself, and others may meet the same event again.
        ledger.drop('rejected', 1);
        tell('the collector refused an event', rejection);
        emit('reject', rejection);
      }
      log.remove(records);
      emit('ack', verdict);
      return true;
    }
    fail(+verdict || 0);
    tell(`${url} answered ${status}`);
    return false;
  };

  const loop = async (_: unknown, index: number) => {
    do {
      await log.commit();
      const waiting = idle();
      // While the collector is down, one record is enough to ask whether it is back.
      const batch = cut(waiting, failures > maxRetries ? 0 : room);
      if (!batch[0]) mark(aside.splice(0));
      // A further request is worth it only when it is full; the rest goes with what comes meanwhile.
      if (!waiting[index ? batch.length : 0] || !(await deliver(batch))) break;
    } while (!isStopped);
  };

  const run = async (): Promise<void> => {
    if (running || clock.now() < notBefore) return running;
    disarm();
    // Nothing in the loop should throw; if it does, that is one more failed send and no unhandled rejection.
    running = Promise.all(Array.from({ length: failures ? 1 : requests }, loop)).then(
      () => {},
      () => fail(0),
    );
    await running;
    running = undefined;
    if (log.queued() && !cancelTimer) arm(notBefore ? notBefore - clock.now() : batchInterval);
  };

  return {
    poke() {
      if (running || clock.now() < notBefore) return;
      if (log.queued() >= batchSize) void run();
      else if (!cancelTimer) arm(batchInterval);
    },
    async flush() {
      await running;
      notBefore = 0;
      await run();
      await hidden;
    },
    hide() {
      hidden = deliver(cut(idleInMemory(), Math.min(room, FIRST_BYTES)));
    },
    exit() {
      let bytes = Math.min(room, FIRST_BYTES);
      mark(breakable);
      while (sendOnExit) {
        const batch = cut(idleInMemory(), bytes);
        if (!batch[0]) break;
        if (sendOnExit(url, write(batch))) mark(batch, true);
        else if (batch[1]) bytes /= 2;
        else break;
      }
    },
    stop() {
      isStopped = true;
      disarm();
    },
  };
}
