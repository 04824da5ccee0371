import { expect, it, vi } from 'vitest';
import { StoreUnavailableError, UnstorableError } from '../errors.ts';
import type { StoredEvent } from '../event.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import type { Batch, Committed, Store } from '../ports.ts';
import { storedEvent } from '../testing/samples.ts';
import { createGroupCommit, type Submission } from './group-commit.ts';

const batchOf = (...events: Batch['events']): Submission => ({
  batch: { events, dropped: [], rejected: [], receivedAt: 0 },
  bytes: 100,
});

/** A store that notes its commits and fails on the events it is told to. */
function watched(isPoison: (batch: Batch) => boolean = () => false) {
  const commits: number[] = [];
  const memory = createMemoryStore();
  const store: Pick<Store, 'commit'> = {
    async commit(batch) {
      commits.push(batch.events.length);
      if (isPoison(batch)) throw new Error('poison');
      return memory.commit(batch);
    },
  };
  return { store, commits };
}

it('stores the batches of many requests in one commit', async () => {
  const { store, commits } = watched();
  const group = createGroupCommit(store);
  const answers = await Promise.all(Array.from({ length: 20 }, () => group.commit(batchOf(storedEvent()))));
  expect(commits).toEqual([20]);
  expect(answers.every(({ accepted, duplicates }) => accepted === 1 && duplicates === 0)).toBe(true);
});

it('answers each request with its own counts, also when they share an event', async () => {
  const { store } = watched();
  const group = createGroupCommit(store);
  const event = storedEvent();
  const answers = await Promise.all([
    group.commit(batchOf(event, storedEvent())),
    group.commit(batchOf(event)),
    group.commit(batchOf(event, event, storedEvent())),
  ]);
  expect(answers.map(({ accepted, duplicates }) => [accepted, duplicates])).toEqual([
    [2, 0],
    [0, 1],
    [1, 2],
  ]);
});

it('brings to the store what each request rejected', async () => {
  const memory = createMemoryStore();
  const group = createGroupCommit(memory);
  const rejecting = (...seqs: number[]): Submission => ({
    batch: { ...batchOf().batch, rejected: seqs.map((seq) => ({ streamId: 's', seq })) },
    bytes: 100,
  });
  await Promise.all([rejecting(1, 2), batchOf(storedEvent()), rejecting(2, 3)].map(group.commit));
  expect((await memory.streams(1)).total.rejected).toBe(3);
});

it('rejects the events that the store can never keep, alone, counts their numbers, and stores all others', async () => {
  const memory = createMemoryStore();
  const isPoison = ({ properties }: StoredEvent) => properties.poison === true;
  const store: Pick<Store, 'commit'> = {
    async commit(batch) {
      if (batch.events.some(isPoison)) throw new UnstorableError('poison');
      if (batch.dropped.some(({ reason }) => reason === 'poison')) throw new UnstorableError('poison');
      return memory.commit(batch);
    },
  };
  const group = createGroupCommit(store);
  const numbered = (seq: number, poison: boolean) =>
    storedEvent({ streamId: 's', seq, properties: { poison } });
  const first = Array.from({ length: 40 }, (_, i) => numbered(i + 1, i % 13 === 5));
  const second = [numbered(41, true), numbered(42, false)];
  const answers = await Promise.all([
    group.commit({
      batch: {
        events: first,
        dropped: [
          { streamId: 's', reason: 'poison', count: 1 },
          { streamId: 't', reason: 'overflow', ranges: [[1, 3]] },
        ],
        rejected: [{ streamId: 's', seq: 43 }],
        receivedAt: 0,
      },
      bytes: 100,
    }),
    group.commit(batchOf(...second)),
  ]);
  expect(answers.map(({ accepted, duplicates }) => [accepted, duplicates])).toEqual([
    [37, 0],
    [1, 0],
  ]);
  expect(answers.map(({ refused }) => refused.map(({ event }) => event))).toEqual([
    first.filter(isPoison),
    second.slice(0, 1),
  ]);
  expect(answers.flatMap(({ refused }) => refused).every(({ code }) => code === 'unstorable')).toBe(true);
  const { streams } = await memory.streams(10);
  expect(
    streams.map(({ streamId, received, rejected, dropped, lost }) => [
      streamId,
      received,
      rejected,
      dropped,
      lost,
    ]),
  ).toEqual([
    ['s', 38, 5, 0, 0],
    ['t', 0, 0, 3, 0],
  ]);
});

it('gives a commit up that takes too long, and goes on with what comes later', async () => {
  const memory = createMemoryStore();
  let finish: (() => void) | undefined;
  const store: Pick<Store, 'commit'> = {
    commit: (batch) =>
      finish
        ? memory.commit(batch)
        : new Promise<Committed>((resolve) => {
            finish = () => resolve(memory.commit(batch));
          }),
  };
  const group = createGroupCommit(store, { timeLimit: 50, maxPendingBytes: 250 });
  await expect(group.commit(batchOf(storedEvent()))).rejects.toMatchObject({ code: 'timed_out' });
  // One that has not begun is taken out, and makes room; the one that hangs still takes its room.
  await expect(group.commit(batchOf(storedEvent()))).rejects.toMatchObject({ code: 'timed_out' });
  await expect(group.commit(batchOf(storedEvent()))).rejects.toMatchObject({ code: 'timed_out' });
  finish?.();
  expect(await group.commit(batchOf(storedEvent()))).toMatchObject({ accepted: 1 });
  expect((await memory.counts({ sinceMinute: 0, offset: 0, limit: 1 })).total).toBe(2);
});

it('takes out what a client no longer waits for, unless it has begun', async () => {
  const { store, commits } = watched();
  const group = createGroupCommit(store, { quiet: 1_000_000 });
  const leaving = new AbortController();
  const gone = group.commit({ ...batchOf(storedEvent(), storedEvent()), signal: leaving.signal });
  const kept = group.commit(batchOf(storedEvent()));
  leaving.abort();
  await expect(gone).rejects.toBeInstanceOf(StoreUnavailableError);
  await group.drain();
  expect(await kept).toMatchObject({ accepted: 1 });
  expect(commits).toEqual([1]);
});

it('lets one poison batch fail alone', async () => {
  const poison = storedEvent({ eventName: 'poison' });
  const { store } = watched((batch) => batch.events.includes(poison));
  const group = createGroupCommit(store);
  const answers = await Promise.allSettled([
    group.commit(batchOf(storedEvent())),
    group.commit(batchOf(poison)),
    group.commit(batchOf(storedEvent())),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('does not wait for company when a group is full', async () => {
  const { store, commits } = watched();
  const group = createGroupCommit(store, { quiet: 1_000_000, maxEvents: 3 });
  await Promise.all([
    group.commit(batchOf(storedEvent(), storedEvent())),
    group.commit(batchOf(storedEvent())),
  ]);
  expect(commits).toEqual([3]);
});

it('waits while more arrives, though not for ever', async () => {
  const { store, commits } = watched();
  const group = createGroupCommit(store, { quiet: 25, maxWait: 120 });
  const answers: Promise<unknown>[] = [];
  const arrivals = setInterval(() => answers.push(group.commit(batchOf(storedEvent()))), 5);
  await vi.waitFor(() => expect(commits).toHaveLength(2), { timeout: 5000 });
  clearInterval(arrivals);
  await Promise.all(answers);
  // One quiet time holds about five of these.
  expect(commits[0]).toBeGreaterThan(8);
});

it('refuses at once when too much is waiting, instead of filling the memory', async () => {
  const { store } = watched();
  const group = createGroupCommit(store, { maxPendingBytes: 150 });
  const waiting = group.commit(batchOf(storedEvent(), storedEvent()));
  await expect(group.commit(batchOf(storedEvent()))).rejects.toThrow('waiting for the store');
  expect(await waiting).toMatchObject({ accepted: 2 });
  expect(await group.commit(batchOf(storedEvent()))).toMatchObject({ accepted: 1 });
});

it('drains what waits before it ends', async () => {
  const { store, commits } = watched();
  const group = createGroupCommit(store, { quiet: 1_000_000 });
  const waiting = group.commit(batchOf(storedEvent()));
  await group.drain();
  expect(commits).toEqual([1]);
  expect(await waiting).toMatchObject({ accepted: 1 });
});

it('lets several groups run at once where the store can, and waits for all of them', async () => {
  const memory = createMemoryStore();
  let under = 0;
  let most = 0;
  const store: Pick<Store, 'commit'> = {
    async commit(batch) {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 20));
      under--;
      return memory.commit(batch);
    },
  };
  const group = createGroupCommit(store, { maxEvents: 1, concurrency: 2 });
  const answers = Array.from({ length: 5 }, () => group.commit(batchOf(storedEvent())));
  await group.drain();
  expect(under).toBe(0);
  expect(most).toBe(2);
  expect((await Promise.all(answers)).every(({ accepted }) => accepted === 1)).toBe(true);
});

it('tells each request which of its events are older than what is kept', async () => {
  const memory = createMemoryStore();
  const [old, young] = [storedEvent(), storedEvent()];
  const store: Pick<Store, 'commit'> = {
    async commit({ events, ...rest }) {
      const kept = events.filter((event) => event !== old);
      return { ...(await memory.commit({ events: kept, ...rest })), expired: new Set([old.eventId]) };
    },
  };
  const group = createGroupCommit(store);
  const answers = await Promise.all([group.commit(batchOf(old, young)), group.commit(batchOf(young))]);
  expect(answers).toMatchObject([
    { accepted: 1, duplicates: 0, refused: [{ event: old, code: 'expired' }] },
    { accepted: 0, duplicates: 1, refused: [] },
  ]);
});
