import { createMemoryStore } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';
import { expect, it } from 'vitest';
import { serve } from '../testing/serve.ts';
import { type DoctorOptions, type Finding, findProblems } from './find-problems.ts';

async function findingsOf(options: DoctorOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of findProblems(options)) findings.push(finding);
  return findings;
}

it('finds nothing wrong with a store that is well, and tells what is missing in one that is not', async () => {
  const well = await findingsOf({ open: async () => createMemoryStore(), directory: '.' });
  expect(well.filter(({ what }) => what !== 'Disk').map(({ state }) => state)).toEqual([
    'good',
    'good',
    'good',
    'good',
  ]);
  expect(well[0]?.text).toMatch(/GiB free/);
  const store = createMemoryStore();
  const events = [storedEvent({ streamId: 's', seq: 3 })];
  await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
  expect(await findingsOf({ open: async () => store })).toContainEqual({
    what: 'Streams',
    state: 'warning',
    text: expect.stringContaining('2 of 3 numbered events are missing'),
  });
});

it('says why a store cannot be opened, and what is wrong with a plan', async () => {
  const findings = await findingsOf({
    open: () => Promise.reject(new Error('nobody is there')),
    plan: 'no-such-plan.json',
  });
  expect(findings).toMatchObject([
    { what: 'Store', state: 'bad', text: 'nobody is there' },
    { what: 'Plan', state: 'bad', text: expect.stringContaining('no-such-plan.json') },
  ]);
});

it('looks at a collector that runs, and at its clock', async () => {
  const { url } = await serve();
  expect(await findingsOf({ url: `${url}/` })).toMatchObject([
    { what: 'Collector', state: 'good' },
    { what: 'Clock', state: 'good' },
  ]);
  expect(await findingsOf({ url: 'http://127.0.0.1:9' })).toMatchObject([
    { what: 'Collector', state: 'bad' },
  ]);
});
