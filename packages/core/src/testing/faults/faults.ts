import { createRegisteredProperties } from '../../tracker/registered-properties.js';
import type { Fault } from './seams.js';

const nothing = () => {};

/** Faults as people make them, by what they are. */
export const FAULTS: Record<string, Fault> = {
  'removed before it is acknowledged': {
    createDelivery: (right) => (parts) => {
      const delivery = right(parts);
      return {
        ...delivery,
        deliver_(records) {
          const delivered = delivery.deliver_(records);
          parts.log_.remove_(records);
          return delivered;
        },
      };
    },
  },
  'a beacon taken for an answer': {
    createCourier: (right) => (parts) =>
      right({
        ...parts,
        sendOnExit(url, body) {
          const isTaken = parts.sendOnExit?.(url, body) || false;
          const carried = parts.log_.records_().filter(({ text_ = '' }) => body.includes(text_.slice(-60)));
          if (isTaken) parts.log_.remove_(carried);
          return isTaken;
        },
      }),
  },
  'any answer with status 200 taken for an acknowledgement': {
    readVerdict: (right) => (answer, events, now) =>
      answer.status === 200
        ? { ...right(answer, events, now), answer_: { accepted: events, duplicates: 0, rejected: [] } }
        : right(answer, events, now),
  },
  'acknowledged records counted, not their events': {
    createLedger: (right) => (onDrop) => {
      let acknowledged = 0;
      return Object.defineProperty(right(onDrop), 'acknowledged', {
        get: () => acknowledged,
        set(next: number) {
          acknowledged += Math.sign(next - acknowledged);
        },
      });
    },
  },
  'a refused event counted as acknowledged too': {
    createLedger: (right) => (onDrop) => {
      let acknowledged = 0;
      return Object.defineProperty(right(onDrop), 'acknowledged', {
        get: () => acknowledged,
        set(next: number) {
          acknowledged = Math.max(acknowledged, next);
        },
      });
    },
  },
  'what came while a write was under way counts as written': {
    createStoreWriter: (right) => (parts) => {
      let added: Parameters<ReturnType<typeof right>['add_']>[0][] = [];
      const writer = right({
        ...parts,
        async store_(kind, operation) {
          const done = await parts.store_(kind, operation);
          for (const record of done ? added : []) record.isStored_ = true;
          added = [];
          return done;
        },
      });
      return {
        ...writer,
        add_(record) {
          added.push(record);
          writer.add_(record);
        },
      };
    },
  },
  'removed from memory and not from the store': {
    createGuardedStore: (right) => (store, clock, onTrouble) =>
      right({ ...store, remove: async () => {} }, clock, onTrouble),
  },
  'a mirrored record that is only in memory': {
    createMirroredLog: (right) => (mirror) => right({ ...mirror, put: nothing }),
  },
  'a mirrored record that is acknowledged and never dropped': {
    createMirroredLog: (right) => (mirror) => right({ ...mirror, drop: nothing }),
  },
  'a mirrored log that leaves what an earlier process had': {
    createMirroredLog: (right) => (mirror) => right({ ...mirror, load: () => Promise.resolve({}) }),
  },
  'a mirrored record gone from the device before its parts are there': {
    createMirroredLog: (right) => (mirror) =>
      right({
        ...mirror,
        divide(key, parts) {
          mirror.drop(key);
          for (const [name, text] of parts) mirror.put(name, text);
        },
      }),
  },
  'removal by count, not by key': {
    createEventLog: (right) => (parts) => {
      const log = right(parts);
      return {
        ...log,
        remove_: (records, reason) => log.remove_(log.records_().slice(0, records.length), reason),
      };
    },
  },
  'no spill when the page goes away': {
    createEventLog: (right) => (parts) => ({ ...right(parts), spill_: nothing }),
  },
  'nothing kept at the end of a task': {
    createStoreWriter: (right) => (parts) => {
      const writer = right(parts);
      return { ...writer, settle_: () => void writer.commit_() };
    },
  },
  'a piece of a spill removed before the store has it': {
    createStoreWriter: (right) => (parts) => {
      const writer = right(parts);
      return {
        ...writer,
        watch_(piece) {
          writer.watch_(piece);
          parts.spill_.remove_(piece);
        },
      };
    },
  },
  'a piece of a spill removed when the next one is written': {
    createSpill: (right) => (settings, queue) => {
      const spill = right(settings, queue);
      let latest: ReturnType<typeof spill.write_>;
      return {
        ...spill,
        write_(streamId, records) {
          if (latest) spill.remove_(latest);
          latest = spill.write_(streamId, records);
          return latest;
        },
      };
    },
  },
  'a spill that failed taken for one that was kept': {
    createSpill: (right) => (settings, queue) =>
      right({ ...settings, set: (key, value) => settings.set(key, value) || true }, queue),
  },
  'a lock that is not released': {
    createStreams: (right) => (platform, uuid) =>
      right({ ...platform, own: async (id) => (await platform.own(id)) && { release: nothing } }, uuid),
  },
  'a lock that is held by another taken for free': {
    createStreams: (right) => (platform, uuid) => {
      const streams = right(platform, uuid);
      return { ...streams, take_: async (id) => id !== streams.id_() };
    },
  },
  'what a beacon carried stays on its way after the return': {
    createCourier: (right) => (parts) =>
      right({
        ...parts,
        sendOnExit(url, body) {
          const isTaken = parts.sendOnExit?.(url, body) || false;
          const carried = parts.log_.records_().filter(({ text_ = '' }) => body.includes(text_.slice(-60)));
          if (isTaken) parts.inFlight_.begin_(carried, false);
          return isTaken;
        },
      }),
  },
  'a number left out': {
    createStreams: (right) => (platform, uuid) => {
      const streams = right(platform, uuid);
      return {
        ...streams,
        nextSeq_() {
          const seq = streams.nextSeq_();
          return seq === 3 ? streams.nextSeq_() : seq;
        },
      };
    },
  },
  'drops that are not reported': {
    createDropReports: (right) => (isFixed) => ({ ...right(isFixed), note_: nothing }),
  },
  'rejections reported, which the collector counts itself': {
    createEventLog: (right) => (parts) => {
      const log = right(parts);
      const { countDrop_ } = parts.ledger_;
      parts.ledger_.countDrop_ = (reason, count, streamId) => {
        countDrop_(reason, count, streamId);
        // As more than there were: of as many nobody can tell whose they are.
        if (reason === 'rejected') for (const seq of [901, 902]) log.refuse_('rejected', seq);
      };
      return log;
    },
  },
  'numbers reported that are off by one': {
    createDropReports: (right) => (isFixed) => {
      const reports = right(isFixed);
      return {
        ...reports,
        note_: (streamId, reason, from, to) => reports.note_(streamId, reason, from + 1, to + 1),
      };
    },
  },
  'one number too many reported': {
    createDropReports: (right) => (isFixed) => {
      const reports = right(isFixed);
      return {
        ...reports,
        note_: (streamId, reason, from, to) => reports.note_(streamId, reason, from, to + 1),
      };
    },
  },
  'what was left to others still counted as adopted': {
    createEventLog: (right) => (parts) => {
      const log = right(parts);
      return {
        ...log,
        leave_() {
          const { adopted } = parts.ledger_;
          log.leave_();
          parts.ledger_.adopted = adopted;
        },
      };
    },
  },
  'a record that was set aside is forgotten': {
    createSendOrder: (right) => (inFlight) => {
      const order = right(inFlight);
      const forgotten = new Set<string>();
      return {
        ...order,
        suspect_(records, now) {
          const isAside = order.suspect_(records, now);
          for (const { key_ } of isAside ? records : []) forgotten.add(key_);
          return isAside;
        },
        park_(record, now) {
          forgotten.add(record.key_);
          order.park_(record, now);
        },
        next_: (records, now) => order.next_(records, now).filter(({ key_ }) => !forgotten.has(key_)),
      };
    },
  },
  'what waits is lost at the start': {
    createWaitingRoom: (right) => () => {
      const room = right();
      return {
        ...room,
        empty_() {
          room.empty_();
          return [];
        },
      };
    },
  },
  'what waits passes the plugins again at the start': {
    createPipeline: (right) => (parts) => {
      const pipeline = right(parts);
      return { ...pipeline, resume_: (event) => pipeline.resume_({ ...event, passed_: [] }) };
    },
  },
  'a mask that is not applied': {
    createPipeline: (right) => (parts) => {
      const pipeline = right(parts);
      return { ...pipeline, setRules_: (rules) => pipeline.setRules_({ ...rules, mask: undefined }) };
    },
  },
  'a late write that is not noted': {
    createGuardedStore: (right) => (store, clock, onTrouble) => {
      const set: typeof store.set = (entries) =>
        new Promise((resolve, reject) => {
          let isLate = false;
          clock.timer(() => {
            isLate = true;
          }, 3000);
          store.set(entries).then(() => isLate || resolve(), reject);
        });
      return right({ ...store, set }, clock, onTrouble);
    },
  },
  'consent of another tab ignored': {
    readConsent: (right) => (settings) => (right(settings) === 'denied' ? undefined : right(settings)),
  },
  'a reset that keeps the session': {
    createSession: (right) => (parts) => ({ ...right(parts), reset_: nothing }),
  },
  'requests of a hidden page not known to be in flight': {
    createInFlight: (right) => () => ({ ...right(), has_: () => false }),
  },
  'the time that a server has named ignored by a page that wakes': {
    createRetry: (right) => (random) => {
      const retry = right(random);
      return { ...retry, hurry_: retry.reset_, serverWait_: () => 0 };
    },
  },
  'registered properties lost with consent': {
    createEngine: (right) => (parts) =>
      right({ ...parts, registered_: createRegisteredProperties(undefined) }),
  },
  'a divided record gone from the device before its events are safe': {
    createStoreWriter: (right) => (parts) => {
      const writer = right(parts);
      return {
        ...writer,
        divide_(record, events) {
          void parts.store_('remove', (from) => from.remove([record.key_]));
          writer.divide_(record, events);
        },
      };
    },
  },
  'a full queue that gives up what is on its way': {
    createEventLog: (right) => (parts) =>
      right({ ...parts, inFlight_: { ...parts.inFlight_, has_: () => false } }),
  },
  'a full queue that is never made smaller': {
    createEventLog: (right) => (parts) => right({ ...parts, maxQueueBytes: Infinity }),
  },
};
