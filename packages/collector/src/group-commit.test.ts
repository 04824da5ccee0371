import { expect, it, vi } from 'vitest';
import { createGroupCommit } from './group-commit.ts';
import { createMemoryStore } from './stores/memory.ts';
import type { Batch, Store } from './stores/store.ts';
import { storedEvent } from './testing/samples.ts';

const batchOf = (...events: Batch['events']): Batch => ({ events, dropped: [], rejected: [], receivedAt: 0 });

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
  const rejecting = (...seqs: number[]): Batch => ({
    ...batchOf(),
    rejected: seqs.map((seq) => ({ streamId: 's', seq })),
  });
  await Promise.all([rejecting(1, 2), batchOf(storedEvent()), rejecting(2, 3)].map(group.commit));
  expect((await memory.streams(1)).total.rejected).toBe(3);
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
  const group = createGroupCommit(store, { maxPending: 2 });
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
