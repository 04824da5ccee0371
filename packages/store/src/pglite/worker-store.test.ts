import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { UnstorableError } from '../errors.ts';
import { openWorkerStore } from './worker-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'pugmark-worker-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A thread that does what a database does that has no room: it spins, and hears nothing any more. */
const script = join(directory, 'thread.mjs');
writeFileSync(
  script,
  `import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id, method, args }) => {
    if (method === 'commit' && args[0].spin) for (;;);
    if (method === 'commit' && args[0].exit) process.exit(1);
    if (method === 'commit' && args[0].bad) return parentPort.postMessage({ id, error: { name: 'UnstorableError', message: 'bad' } });
    parentPort.postMessage({ id, value: method });
  });
  parentPort.postMessage({ value: undefined });`,
);

async function open() {
  const failures: string[] = [];
  const store = await openWorkerStore({
    file: pathToFileURL(script),
    directory,
    patience: 300,
    onFailure: ({ message }) => failures.push(message),
  });
  onTestFinished(() => store.close());
  const commit = (batch: object) => store.commit(batch as never) as Promise<unknown>;
  return { store, commit, failures };
}

it('ends a database that does not answer, refuses meanwhile, and opens it again by itself', async () => {
  const { store, commit, failures } = await open();
  const waiting = [commit({ spin: true }), commit({})];
  for (const answer of waiting) await expect(answer).rejects.toMatchObject({ code: 'timed_out' });
  expect(failures).toEqual(['The database did not answer for 0.3 s, and was stopped.']);
  await expect(store.checkReady()).rejects.toMatchObject({ code: 'timed_out' });
  await vi.waitFor(async () => expect(await commit({})).toBe('commit'), { timeout: 10_000 });
  await store.checkReady();
});

it('opens a database again that has ended', async () => {
  const { commit, failures } = await open();
  await expect(commit({ exit: true })).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(failures).toHaveLength(1);
  await vi.waitFor(async () => expect(await commit({})).toBe('commit'), { timeout: 10_000 });
});

it('says what kind of error it was', async () => {
  const { commit, failures } = await open();
  await expect(commit({ bad: true })).rejects.toBeInstanceOf(UnstorableError);
  expect(failures).toEqual([]);
});

it('takes nothing any more when it is closed', async () => {
  const { store, commit } = await open();
  await store.close();
  await expect(commit({})).rejects.toMatchObject({ code: 'closed' });
});
