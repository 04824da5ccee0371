import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryStore } from '@pugmark/store';
import { expect, it, onTestFinished } from 'vitest';
import { serve, TOKEN } from '../testing/serve.ts';
import { checkConformance, type Outcome } from './check.ts';
import type { TargetOptions } from './target.ts';

async function outcomesOf(options: TargetOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for await (const outcome of checkConformance(options)) outcomes.push(outcome);
  return outcomes;
}

const named = (outcomes: Outcome[], result: Outcome['result']) =>
  outcomes.filter((outcome) => outcome.result === result).map(({ name }) => name);

it('finds no rule broken by our own collector', async () => {
  const { url } = await serve({ store: createMemoryStore(), writeKeys: ['a-write-key'] });
  const outcomes = await outcomesOf({ url: `${url}/`, key: 'a-write-key', token: TOKEN });
  expect(outcomes.filter(({ result }) => result !== 'kept')).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(45);
});

it('leaves out what it was given no token and no key for', async () => {
  const { url } = await serve();
  const outcomes = await outcomesOf({ url });
  expect(named(outcomes, 'broken')).toEqual([]);
  expect(named(outcomes, 'left out')).toContain('tells the numbers that are missing');
});

/** It says yes to everything, and remembers nothing. */
async function serveYes(): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('Content-Type', 'application/json');
      let accepted = 1;
      try {
        accepted = JSON.parse(Buffer.concat(chunks).toString()).events.length;
      } catch {}
      response.end(
        JSON.stringify({ accepted, duplicates: 0, rejected: [], ready: true, streams: [], events: [] }),
      );
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('tells what a careless server breaks, each with what it should have done', async () => {
  const outcomes = await outcomesOf({ url: await serveYes(), token: TOKEN });
  const broken = named(outcomes, 'broken');
  expect(broken).toEqual(
    expect.arrayContaining([
      'stores an event once, however often it is sent',
      'stores an event once that stands twice in one batch',
      'rejects an event without a name, and answers 200',
      'answers 400 to no JSON',
      'answers 413 to more than it takes, and stores nothing of it',
      'lets pages of other origins send',
      'lets nobody read without the token',
      'tells the numbers that are missing',
      'gives an event back as it was sent',
    ]),
  );
  expect(named(outcomes, 'kept')).toEqual(
    expect.arrayContaining(['takes a batch of events as JSON', 'says whether it takes events']),
  );
  expect(outcomes.find(({ name }) => name.startsWith('stores an event once, however'))).toMatchObject({
    reason: expect.stringContaining('must be {"accepted":0,"duplicates":1,"rejected":0}'),
  });
});

it('says that there is no answer, where nobody listens', async () => {
  const [first] = await outcomesOf({ url: 'http://127.0.0.1:9' });
  expect(first).toMatchObject({ result: 'broken', reason: expect.stringContaining('There was no answer') });
});
