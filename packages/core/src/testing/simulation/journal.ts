import type { DropReason, WireEvent } from '../../wire.js';
import type { World } from '../world.js';
import type { Kind } from './step.js';

/** An event of which the world knows that it was tracked. */
export interface Tracked {
  readonly number: number;
  /** Index of its tab. */
  readonly tab: number;
  readonly kind: Kind;
  readonly size: number;
  /** Resets before it got its session; `Infinity`: it may have waited, and got it later. */
  readonly resetsBefore: number;
  /** Of the resets before it, the latest that its tab has heard of. */
  readonly heardReset: number;
  /** What its tab had registered; `undefined`: nobody knows. */
  readonly registered: number | undefined;
}

type Place = Pick<WireEvent, 'streamId' | 'seq'>;

/**
 * What was tracked, and which events may be missing in the end: those that neither the store nor a spill had when their
 * tracker died, and those that were erased or damaged. All others are owed.
 */
export interface Journal {
  add(event: Tracked): void;
  events(): readonly Tracked[];
  /** A spill was written: whatever this tab has tracked so far is kept, or delivered. */
  keep(tab: number): void;
  /** Nobody owes the event any longer. */
  excuse(event: number): void;
  excuseAll(): void;
  /** The tracker of the tab dies: what is neither kept nor on the device may be lost with it. */
  loseWith(tab: number): void;
  /** Looks at what a tracker that leaves has left on the device. */
  scan(): void;
  /** The texts are gone or unreadable. */
  damage(texts: readonly string[]): void;
  isDamaged(event: number): boolean;
  /** Streams of which something was left on the device. */
  streams(): string[];
  isStreamDamaged(streamId: string): boolean;
  /** The device still had the event when a tracker left: who found it there could not know what had become of it. */
  wasLeft(event: Place): boolean;
  /** Events that are owed and neither stored nor reported as dropped for a reason that holds for them. */
  missing(mayBe: (event: Tracked, reason: DropReason) => boolean): Tracked[];
}

const MARK = /#(\d+);/;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const OWED: ReadonlySet<Kind> = new Set(['good', 'poison']);

export function createJournal({ device, collector, network }: World): Journal {
  const events = new Map<number, Tracked>();
  const byTab = new Map<number, number[]>();
  const kept = new Set<number>();
  const excused = new Set<number>();
  const damaged = new Set<number>();
  const damagedStreams = new Set<string>();
  /** Numbers whose report of being dropped is unreadable. */
  const unreported = new Set<string>();
  const left = new Set<string>();
  const places = new Map<number, Place>();

  const onDevice = (): Set<number> => {
    const found = new Set<number>();
    const texts = [...device.store.records.values(), ...device.settings.entries.values()];
    for (const text of texts)
      for (const part of text.split('#').slice(1))
        if (part.includes(';')) found.add(Number.parseInt(part, 10));
    return found;
  };

  const readRecord = (key: string, text: string) => {
    const [streamId = ''] = key.split(':');
    for (const line of text.split('\n,')) {
      const mark = MARK.exec(line);
      const seq = /^\{"seq":(\d+)/.exec(line);
      if (seq) left.add(`${streamId}:${seq[1]}`);
      if (mark && seq) places.set(Number(mark[1]), { streamId, seq: Number(seq[1]) });
    }
  };

  const stored = () => new Set(collector.events.map(numberOf));

  const journal: Journal = {
    add(event) {
      events.set(event.number, event);
      byTab.set(event.tab, [...(byTab.get(event.tab) || []), event.number]);
    },
    events: () => [...events.values()],
    keep(tab) {
      for (const number of byTab.get(tab) || []) kept.add(number);
    },
    excuse: (number) => void excused.add(number),
    excuseAll() {
      for (const number of events.keys()) excused.add(number);
    },
    loseWith(tab) {
      const found = onDevice();
      for (const number of byTab.get(tab) || [])
        if (!found.has(number) && !kept.has(number)) excused.add(number);
    },
    scan() {
      for (const [key, text] of device.store.records) readRecord(key, text);
      for (const [name, text] of device.settings.entries)
        if (name.startsWith('spill.')) for (const [key, record] of readPiece(text)) readRecord(key, record);
    },
    damage(texts) {
      for (const text of texts) {
        for (const place of placesReportedIn(text)) unreported.add(place);
        for (const part of text.split('#').slice(1)) {
          const number = Number.parseInt(part, 10);
          if (!events.has(number)) continue;
          damaged.add(number);
          excused.add(number);
        }
        for (const id of text.match(UUID) || []) damagedStreams.add(id);
      }
    },
    streams: () => [...new Set([...left].map((place) => place.slice(0, place.indexOf(':'))))],
    isDamaged: (number) => damaged.has(number),
    isStreamDamaged: (streamId) => damagedStreams.has(streamId),
    wasLeft: ({ streamId, seq }) => left.has(`${streamId}:${seq}`),
    missing(mayBe) {
      for (const { envelope } of network.requests) {
        for (const { shared, events: members } of envelope.groups || [])
          for (const { properties, seq } of members)
            if (seq && shared.streamId) places.set(Number(properties?.n), { streamId: shared.streamId, seq });
      }
      const arrived = stored();
      return [...events.values()].filter((event) => {
        const { number, kind } = event;
        if (!OWED.has(kind) || excused.has(number) || arrived.has(number)) return false;
        const place = places.get(number);
        if (place && unreported.has(`${place.streamId}:${place.seq}`)) return false;
        return !place || !collector.reasons(place).some((reason) => mayBe(event, reason));
      });
    },
  };
  return journal;
}

export const numberOf = ({ properties }: WireEvent): number => Number(properties?.n);

/** Streams and numbers that the reports of drops in a record, or in a piece of the spill, tell of. */
function placesReportedIn(text: string): string[] {
  const places: string[] = [];
  for (const line of [text, ...readPiece(text).map(([, record]) => record)]) {
    const [, streamId, ranges] = /^\{"streamId":"([^"]+)","reason".*"ranges":(\[\[.*?\]\])/.exec(line) || [];
    const spans: [number, number][] = ranges ? JSON.parse(ranges) : [];
    for (const [from, to] of spans) for (let seq = from; seq <= to; seq++) places.push(`${streamId}:${seq}`);
  }
  return places;
}

function readPiece(text: string): [key: string, record: string][] {
  try {
    const entries: unknown = JSON.parse(text);
    return Array.isArray(entries) ? entries.filter((entry) => Array.isArray(entry) && entry[1]) : [];
  } catch {
    return [];
  }
}
