import { storedEvent } from '@pugmark/store/testing';
import { expect, it } from 'vitest';
import type { BatchReport, Sink } from '../sink.ts';
import { createFanOut } from './fan-out.ts';

const report: BatchReport = {
  receivedAt: 0,
  accepted: 1,
  duplicates: 0,
  rejected: 0,
  names: new Map([['page_view', 1]]),
  rejectedBy: new Map(),
  findings: [],
};

it('tells every sink, whatever the one before it throws or rejects with', async () => {
  const errors: unknown[] = [];
  const heard: number[] = [];
  const sinks: Sink[] = [
    {
      name: 'throws',
      accept() {
        throw new Error('host bug');
      },
    },
    { name: 'rejects', accept: async () => Promise.reject(new Error('later')) },
    { name: 'good', accept: (events) => void heard.push(events.length) },
  ];
  createFanOut(sinks, (error) => errors.push(error)).publish([storedEvent()], report);
  expect(heard).toEqual([1]);
  await expect.poll(() => errors).toEqual([new Error('host bug'), new Error('later')]);
});

it('lets a sink that hangs miss batches instead of keeping them', () => {
  let calls = 0;
  const hangs: Sink = {
    name: 'hangs',
    accept() {
      calls++;
      return new Promise(() => {});
    },
  };
  const fanOut = createFanOut([hangs], () => {});
  for (let i = 0; i < 250; i++) fanOut.publish([storedEvent()], report);
  expect(calls).toBe(100);
  expect(fanOut.missed()).toEqual(new Map([['hangs', 150]]));
});

it('closes all sinks, also after one that fails to', async () => {
  const closed: string[] = [];
  const accept = () => {};
  const fails: Sink = { name: 'fails', accept, close: () => Promise.reject(new Error('stuck')) };
  const good: Sink = { name: 'good', accept, close: () => void closed.push('good') };
  await createFanOut([fails, good], () => {}).close();
  expect(closed).toEqual(['good']);
});
