import type { SendAnswer } from '../platform.js';
import type { DroppedReport, DropReason, Envelope, Rejection, WireEvent } from '../wire.js';

/** What the collector knows of one stream. */
export interface StreamAccount {
  /** The highest `seq` that was heard of: stored, rejected or reported as dropped. */
  highest: number;
  /** Different `seq`s stored. */
  received: number;
  /** Different `seq`s that were rejected, and never stored. */
  rejected: number;
  /** Different `seq`s that were reported as dropped, stored ones too: a tracker reports no event that it may have sent. */
  dropped: number;
  /** Numbers up to the highest that nothing explains. */
  gaps: number[];
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
  /** Why a number of a stream was reported as dropped; none when it was not. */
  reasons(event: Pick<WireEvent, 'streamId' | 'seq'>): readonly DropReason[];
  account(streamId: string): StreamAccount;
  /** Events of a stream that were neither stored nor rejected nor reported as dropped. */
  lost(streamId: string): number;
}

/** The numbers of events, by stream. */
function createNumbers() {
  const numbers = new Map<string, Set<number>>();
  return {
    add({ streamId, seq }: Pick<WireEvent, 'streamId' | 'seq'>) {
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
  const dropped = createNumbers();
  let rejectRule: (event: WireEvent) => string | undefined = () => undefined;
  let chokeRule: (event: WireEvent) => boolean = () => false;

  const reasons = new Map<string, DropReason[]>();

  const note = ({ streamId, reason, ranges = [] }: DroppedReport) => {
    for (const [from, to] of ranges) {
      for (let seq = from; seq <= to; seq++) {
        dropped.add({ streamId, seq });
        const key = `${streamId}:${seq}`;
        reasons.set(key, [...(reasons.get(key) || []), reason]);
      }
    }
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
    streams: () => Array.from(new Set([...stored.streams(), ...refused.streams(), ...dropped.streams()])),
    reasons: ({ streamId, seq }) => reasons.get(`${streamId}:${seq}`) || [],
    account(streamId) {
      const received = stored.of(streamId);
      const rejected = Array.from(refused.of(streamId)).filter((seq) => !received.has(seq));
      const given = dropped.of(streamId);
      let highest = 0;
      for (const numbers of [received, rejected, given])
        for (const seq of numbers) highest = Math.max(highest, seq);
      const gaps: number[] = [];
      for (let seq = 1; seq <= highest; seq++)
        if (!received.has(seq) && !refused.of(streamId).has(seq) && !given.has(seq)) gaps.push(seq);
      return { highest, received: received.size, rejected: rejected.length, dropped: given.size, gaps };
    },
    lost: (streamId) => collector.account(streamId).gaps.length,
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
