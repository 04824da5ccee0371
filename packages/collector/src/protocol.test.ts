import { readFile } from 'node:fs/promises';
import type { Answer } from '@pugmark/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
// Not exported by the package: the test must see the very text that trackers send.
import { writeEnvelope } from '../../core/src/courier/batch.ts';
import { sealRecord } from '../../core/src/log/record.ts';
import { wireEvent } from './testing/samples.ts';
import { serve } from './testing/serve.ts';

const docs = new URL('../../../docs/', import.meta.url);
const document = (name: string) => readFile(new URL(name, docs), 'utf8');
const schema = JSON.parse(await document('protocol/envelope.schema.json'));
const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
// Schemas are compiled within the document that they stand in.
ajv.addVocabulary(['components']);
const matches = ajv.compile(schema);

const { eventId, eventName, eventTime, properties, ...shared } = wireEvent({ streamId: 's', network: '4g' });
const lines = [shared, { eventId, eventName, eventTime, properties, seq: 1 }].map((part) =>
  JSON.stringify(part),
);
const record = (seq_: number, count_: number, text_: string) =>
  sealRecord({ streamId_: 's', seq_, count_, rank_: 1, time_: 0, text_ });
const report = JSON.stringify({ streamId: 'old', reason: 'overflow', ranges: [[3, 4]], count: 2 });
const written = writeEnvelope(
  { sdk: { name: 'browser', version: '1.0.0' }, key: 'k' },
  [record(1, 1, lines.join('\n,')), record(2, 1, lines.join('\n,')), record(1, 0, report)],
  '2027-01-15T08:00:00.000Z',
);

describe('the schema of the envelope', () => {
  it.each<[string, unknown]>([
    ['what a tracker writes', JSON.parse(written)],
    ['events alone', { events: [wireEvent()] }],
    [
      'an event without an id',
      { events: [{ ...wireEvent(), eventId: undefined }].map(({ eventId: _, ...e }) => e) },
    ],
    [
      'a report alone, for a reason that is not ours',
      { dropped: [{ streamId: 's', reason: 'new_one', count: 1 }] },
    ],
    [
      'a report alone, of numbers',
      {
        dropped: [
          {
            streamId: 's',
            reason: 'overflow',
            ranges: [
              [1, 2],
              [4, 4],
            ],
            count: 3,
          },
        ],
      },
    ],
    ['fields of a later version', { events: [{ ...wireEvent(), later: 1 }], later: true }],
  ])('takes %s, and so does the collector', async (_what, envelope) => {
    matches(envelope);
    expect(matches.errors).toBeNull();
    const { send } = await serve();
    const response = await send(envelope as object);
    expect(response.status).toBe(200);
    expect(((await response.json()) as Answer).rejected).toEqual([]);
  });

  const without = (field: string) => {
    const event: Record<string, unknown> = { ...wireEvent() };
    delete event[field];
    return event;
  };
  it.each<[string, unknown]>([
    ['an array', [wireEvent()]],
    ['an event where an envelope belongs', wireEvent()],
    ['events that are no list', { events: {} }],
    ['a group without events', { groups: [{ shared: {} }] }],
    ['a name in camelCase', { events: [wireEvent({ eventName: 'orderPaid' })] }],
    ['a time without a zone', { events: [wireEvent({ eventTime: '2026-05-01T08:00:00' })] }],
    ['an id that is no UUID', { events: [wireEvent({ eventId: '42' })] }],
    ['an event without a device', { events: [without('deviceId')] }],
    ['an event without a session', { events: [without('sessionId')] }],
    ['a seq of zero', { events: [wireEvent({ seq: 0 })] }],
    ['properties that are a list', { events: [{ ...wireEvent(), properties: [] }] }],
  ])('refuses %s, and so does the collector', async (_what, envelope) => {
    expect(matches(envelope)).toBe(false);
    const { send } = await serve();
    const response = await send(envelope as object);
    const isRefused = response.status === 400 || ((await response.json()) as Answer).rejected.length > 0;
    expect(isRefused).toBe(true);
  });
});

describe('the document of the interface', () => {
  it('names routes that the collector has, and answers as it gives them', async () => {
    const { url, send, read } = await serve();
    const openapi = parse(await document('protocol/openapi.yaml'));
    expect(openapi.openapi).toBe('3.1.0');
    for (const [path, methods] of Object.entries<object>(openapi.paths)) {
      for (const method of Object.keys(methods).filter((key) => !['$ref', 'parameters'].includes(key))) {
        const { status } = await fetch(url + path, { method: method.toUpperCase() });
        expect([200, 400, 401], `${method} ${path}`).toContain(status);
      }
    }
    const isAnswer = ajv.compile({ $ref: '#/components/schemas/Answer', components: openapi.components });
    const body = { events: [wireEvent(), wireEvent({ eventName: 'No', streamId: 's' })] };
    expect(isAnswer(await (await send(body)).json()) || isAnswer.errors).toBe(true);
    const isStreams = ajv.compile({ $ref: '#/components/schemas/Streams', components: openapi.components });
    await send({
      events: [wireEvent({ streamId: 's', seq: 2 }), wireEvent({ eventName: 'No', streamId: 't', seq: 1 })],
    });
    expect(isStreams(await read('/streams')) || isStreams.errors).toBe(true);
    const isRefusal = ajv.compile({ $ref: '#/components/schemas/Refusal', components: openapi.components });
    expect(isRefusal(await (await send('{')).json()) || isRefusal.errors).toBe(true);
  });

  it('is served, with the schema that it refers to', async () => {
    const { url } = await serve();
    const served = await fetch(`${url}/envelope.schema.json`);
    expect(served.headers.get('content-type')).toContain('application/schema+json');
    expect(await served.json()).toEqual(schema);
    expect(await (await fetch(`${url}/openapi.yaml`)).text()).toBe(await document('protocol/openapi.yaml'));
    const json = await fetch(`${url}/openapi.json`);
    expect(json.headers.get('content-type')).toContain('application/json');
    expect(await json.json()).toEqual(parse(await document('protocol/openapi.yaml')));
  });
});

describe('the examples of the protocol', () => {
  it('in JavaScript works as it stands', async () => {
    const { url } = await serve();
    const code = /```js\n([\s\S]*?)```/.exec(await document('protocol.md'))?.[1];
    const track = new Function(`${code}; return track;`)();
    const answer: Answer = await track(url, 'page_view', { pagePath: '/home' });
    expect(answer).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  });

  it('in curl sends what the collector takes, and again a duplicate', async () => {
    const { send } = await serve();
    const body = /-d '([\s\S]*?)'/.exec(await document('protocol.md'))?.[1] ?? '';
    expect(await (await send(body)).json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await (await send(body)).json()).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  });
});
