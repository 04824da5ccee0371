import type { SendAnswer } from '../platform.js';
import type { DroppedReport, Envelope, Rejection, WireEvent } from '../wire.js';

/** What the collector knows of one stream. */
export interface StreamAccount {
  /** The highest `seq` received, rejected ones too. */
  highest: number;
  /** Different `seq`s stored. */
  received: number;
  /** Different `seq`s that were rejected, and never stored. */
  rejected: number;
  /**
   * Events reported as dropped: the sum, over reason and reporter, of the highest running total. A real collector ignores
   * reports of `rejected`, which old trackers send; here they count, so that a tracker that sends them is seen.
   */
  dropped: number;
}

/** The smallest collector that keeps the promises of the protocol: idempotent, and able to name what is missing. */
export interface ModelCollector {
  /** Takes the body of a request and answers it. */
  receive(body: string, bytes?: number): SendAnswer;
  /** Events stored, each once, in the order of their arrival. */
  events: WireEvent[];
  /** Events that came again. */
  duplicates: number;
  /** Refuses an event for good with the code that the rule answers. */
  rejects(rule: (event: WireEvent) => string | undefined): void;
  /** Answers 400 to a whole batch that holds such an event. */
  chokesOn(rule: (event: WireEvent) => boolean): void;
  /** Bodies above this many bytes are answered with 413. */
  maxBytes: number;
  streams(): string[];
  account(streamId: string): StreamAccount;
  /** Events of a stream that were neither stored nor rejected nor reported as dropped. */
  lost(streamId: string): number;
}

/** The numbers of events, by stream. */
function createNumbers() {
  const numbers = new Map<string, Set<number>>();
  return {
    add({ streamId, seq }: WireEvent) {
      if (streamId && seq) numbers.set(streamId, (numbers.get(streamId) || new Set()).add(seq));
    },
    of: (streamId: string): ReadonlySet<number> => numbers.get(streamId) || new Set(),
    streams: () => numbers.keys(),
  };
}

const refuse = (status: number, code: string): SendAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message: code } }),
});

const rejection = ({ eventId = '', streamId }: WireEvent, code: string): Rejection => ({
  eventId,
  ...(streamId && { streamId }),
  code,
  message: `refused: ${code}`,
});

export function createModelCollector(): ModelCollector {
  const byId = new Map<string, WireEvent>();
  const stored = createNumbers();
  const refused = createNumbers();
  const totals = new Map<string, DroppedReport>();
  let rejectRule: (event: WireEvent) => string | undefined = () => undefined;
  let chokeRule: (event: WireEvent) => boolean = () => false;

  const note = (report: DroppedReport) => {
    const key = [report.streamId, report.reason, report.by].join();
    const before = totals.get(key);
    if (!before || before.count < report.count) totals.set(key, report);
  };

  const store = (event: WireEvent) => {
    const id = event.eventId as string;
    if (byId.has(id)) return false;
    byId.set(id, event);
    collector.events.push(event);
    stored.add(event);
    return true;
  };

  const collector: ModelCollector = {
    events: [],
    duplicates: 0,
    maxBytes: Infinity,
    receive(body, bytes = body.length) {
      if (bytes > collector.maxBytes) return refuse(413, 'too_large');
      let envelope: Envelope;
      let events: WireEvent[];
      try {
        envelope = JSON.parse(body);
        events = expand(envelope);
      } catch {
        return refuse(400, 'malformed');
      }
      if (events.some(chokeRule)) return refuse(400, 'malformed');
      (envelope.dropped || []).forEach(note);
      const rejected: Rejection[] = [];
      let accepted = 0;
      let duplicates = 0;
      for (const event of events) {
        const code = isComplete(event) ? rejectRule(event) : 'incomplete';
        if (code) {
          rejected.push(rejection(event, code));
          if (!byId.has(event.eventId as string)) refused.add(event);
        } else if (store(event)) accepted++;
        else duplicates++;
      }
      collector.duplicates += duplicates;
      return { status: 200, body: JSON.stringify({ accepted, duplicates, rejected }) };
    },
    rejects(rule) {
      rejectRule = rule;
    },
    chokesOn(rule) {
      chokeRule = rule;
    },
    streams() {
      const ids = new Set([...stored.streams(), ...refused.streams()]);
      totals.forEach(({ streamId }) => {
        ids.add(streamId);
      });
      return Array.from(ids);
    },
    account(streamId) {
      const received = stored.of(streamId);
      const rejected = Array.from(refused.of(streamId)).filter((seq) => !received.has(seq));
      let dropped = 0;
      totals.forEach((report) => {
        if (report.streamId === streamId) dropped += report.count;
      });
      const highest = Math.max(0, ...received, ...rejected);
      return { highest, received: received.size, rejected: rejected.length, dropped };
    },
    lost(streamId) {
      const { highest, received, rejected, dropped } = collector.account(streamId);
      return Math.max(0, highest - received - rejected - dropped);
    },
  };
  return collector;
}

/** All events of an envelope as complete events. */
export function expand({ groups = [], events = [] }: Envelope): WireEvent[] {
  const whole = events.slice();
  for (const { shared, events: members } of groups) {
    for (const event of members) {
      const properties = { ...shared.properties, ...event.properties };
      whole.push({ ...shared, ...event, properties } as WireEvent);
    }
  }
  return whole;
}

const isComplete = (event: WireEvent) =>
  [event.eventId, event.eventName, event.deviceId, event.sessionId, event.platform].every(
    (field) => typeof field === 'string' && field !== '',
  ) && !Number.isNaN(Date.parse(event.eventTime));
