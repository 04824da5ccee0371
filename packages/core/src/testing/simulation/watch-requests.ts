import type { SendAnswer } from '../../platform.js';
import type { Envelope, WireEvent } from '../../wire.js';
import { expand } from '../model-collector.js';
import { missing, type Tab, type World } from '../world.js';

/** The longest that a server can ask for, in ms. */
const MAX_FLOOR = 36e5;

/** Looks over the shoulder of the trackers of a world, whenever one of them asks the collector. */
export interface RequestWatch {
  /** Watches the requests of a tab; before its tracker starts. */
  follow(tab: Tab): void;
  /** The host has asked for everything: until then the tab may ask although the server has named a later time. */
  releaseUntil(tab: Tab, flushed: Promise<unknown>): void;
  /** The tab goes away: what it had on its way may be sent by others, and by itself when it is back. */
  forget(tab: Tab): void;
  /** A tracker begins anew. */
  release(tab: Tab): void;
  releaseAll(): void;
  /** Streams of which the tab has sent anything. */
  streamsOf(tab: Tab): ReadonlySet<string>;
  /** The wall clock was set. */
  jumped(ms: number): void;
  /** A tracker has reported the event as dropped, and had itself the answer that it is stored. */
  isDenied(event: WireEvent): boolean;
  /** What trackers did that no tracker may do. */
  offences: string[];
}

/** What holds in a world at the moment. */
interface Rules {
  /** The user has decided against it, and every tracker can know. */
  isForbidden(): boolean;
  /** Locks are answered as they should be. */
  isLocked(): boolean;
}

export function watchRequests({ clock, network }: World, { isForbidden, isLocked }: Rules): RequestWatch {
  /** Until when each tab must wait, in ms of the world's own time. */
  const floors = new Map<Tab, { since: number; until: number }>();
  const flushes = new Map<Tab, number>();
  const sent = new Map<Tab, Set<string>>();
  /** Events on their way, by tab. */
  const outstanding = new Map<Tab, Set<string>>();
  /** Numbers that were answered for, and numbers that were reported as dropped, by tab: others may do as they know. */
  const answered = new Map<Tab, Set<string>>();
  const reported = new Map<Tab, Set<string>>();
  /** Grow when trackers begin anew, all of them or one: an answer to a request of before is not theirs. */
  let generation = 0;
  const generations = new Map<Tab, number>();
  const generationOf = (tab: Tab) => generation + (generations.get(tab) || 0);
  let jumps = 0;
  const elapsed = () => clock.now() - jumps;

  const idsOfLatest = (tab: Tab): string[] => {
    const { envelope = {}, isBeacon = false } = network.requests[network.requests.length - 1] || {};
    const streams = sent.get(tab) || new Set();
    sent.set(tab, streams);
    for (const { streamId } of envelope.dropped || []) streams.add(streamId);
    return expand(envelope).map(({ eventId = '', streamId = '' }) => {
      streams.add(streamId);
      // A beacon may carry what a frozen page tracks, whoever holds its stream meanwhile.
      if (!isBeacon && isLocked() && tab.isForeign(streamId))
        watch.offences.push('sent what a living tracker holds');
      return eventId;
    });
  };

  const noteFloor = (tab: Tab, { retryAfter }: SendAnswer) => {
    if (!retryAfter) return;
    const ms = Number(retryAfter) * 1000 || Date.parse(retryAfter) - clock.now();
    const until = elapsed() + Math.min(ms, MAX_FLOOR);
    const before = floors.get(tab);
    floors.set(tab, before && before.until > until ? before : { since: elapsed(), until });
  };

  const watch: RequestWatch = {
    offences: [],
    follow(tab) {
      const { platform } = tab;
      const { send, sendOnExit } = platform;
      platform.send = async (request) => {
        // The dead send nothing, whatever still runs in their name.
        if (!tab.isAlive()) return send(request);
        const { since, until } = floors.get(tab) || { since: 0, until: 0 };
        // Not in the very millisecond in which the answer arrives.
        if (!flushes.get(tab) && until > elapsed() && since < elapsed())
          watch.offences.push('asked before the time that the server named');
        if (isForbidden()) watch.offences.push('sent without consent');
        if (missing(tab.stats())) watch.offences.push(`an account that does not add up while sending`);
        const asked = send(request);
        const sentBy = generationOf(tab);
        const ids = idsOfLatest(tab);
        const { envelope = {} } = network.requests[network.requests.length - 1] || {};
        addAll(reported, tab, reportedIn(envelope));
        const underWay = outstanding.get(tab) || new Set();
        outstanding.set(tab, underWay);
        if (ids.some((id) => underWay.has(id))) watch.offences.push('sent what was on its way');
        for (const id of ids) underWay.add(id);
        const end = () => {
          for (const id of ids) underWay.delete(id);
        };
        asked.then(end, end);
        const answer = await asked;
        if (answer.status === 200) floors.delete(tab);
        if (sentBy === generationOf(tab)) noteFloor(tab, answer);
        // What a tracker that has ended was told, the one after it does not know.
        if (sentBy === generationOf(tab) && answersFor(ids.length, answer))
          addAll(answered, tab, expand(envelope).map(numberOf));
        return answer;
      };
      if (!sendOnExit) return;
      platform.sendOnExit = (url, body) => {
        if (!tab.isAlive()) return false;
        if (isForbidden()) watch.offences.push('sent without consent, as a beacon');
        const isTaken = sendOnExit(url, body);
        if (isTaken) idsOfLatest(tab);
        return isTaken;
      };
    },
    releaseUntil(tab, flushed) {
      flushes.set(tab, (flushes.get(tab) || 0) + 1);
      void flushed.then(() => flushes.set(tab, (flushes.get(tab) || 0) - 1));
    },
    forget: (tab) => void outstanding.delete(tab),
    release(tab) {
      generations.set(tab, (generations.get(tab) || 0) + 1);
      floors.delete(tab);
      // It does not know what the tracker before it has on its way: that one has ended with its flush.
      outstanding.delete(tab);
      answered.delete(tab);
    },
    streamsOf: (tab) => sent.get(tab) || new Set(),
    releaseAll() {
      generation++;
      answered.clear();
      outstanding.clear();
      floors.clear();
    },
    jumped(ms) {
      jumps += ms;
      floors.clear();
    },
    isDenied: (event) =>
      [...reported].some(
        ([tab, numbers]) => numbers.has(numberOf(event)) && answered.get(tab)?.has(numberOf(event)),
      ),
  };
  return watch;
}

const numberOf = ({ streamId, seq }: WireEvent): string => `${streamId}:${seq}`;

function reportedIn({ dropped = [] }: Envelope): string[] {
  const numbers: string[] = [];
  for (const { streamId, ranges = [] } of dropped)
    for (const [from, to] of ranges)
      for (let seq = from; seq <= to; seq++) numbers.push(`${streamId}:${seq}`);
  return numbers;
}

function addAll(sets: Map<Tab, Set<string>>, tab: Tab, numbers: readonly string[]): void {
  const set = sets.get(tab) ?? new Set();
  sets.set(tab, set);
  for (const number of numbers) set.add(number);
}

function answersFor(events: number, { status, body = '' }: SendAnswer): boolean {
  if (status !== 200 || !body.startsWith('{')) return false;
  const { accepted, duplicates, rejected } = JSON.parse(body);
  return accepted + duplicates + rejected.length === events;
}
