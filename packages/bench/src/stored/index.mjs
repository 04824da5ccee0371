/**
 * `pnpm bench:stored [--events 5000000] [--keep]`: what reading and writing cost when much is stored, on the PostgreSQL
 * that PUGMARK_POSTGRES names. Rows are made by the server, so that filling takes minutes, not hours.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createCollector } from '@pugmark/collector';
import { createPostgresStore } from '@pugmark/store';
import pg from 'pg';
import { readOptions } from '../read-options.mjs';
import { median } from '../statistics.mjs';
import { formatTable } from '../table.mjs';
import { fill } from './fill.mjs';

const { events, few, into, json } = readOptions(
  'pnpm bench:stored [--events 5000000] [--few 100000] [--into postgres://…]: PUGMARK_POSTGRES names the server;\n' +
    '--into a database that was filled before, which is only measured.',
  {
    events: { type: 'string', default: '5000000' },
    few: { type: 'string', default: '100000' },
    into: { type: 'string' },
  },
);
const DAYS = 30;
const BATCH = 500;
const SECONDS = 15;
const TOKEN = 'a-token-for-the-bench';

const READS = {
  'GET /streams?limit=50': '/streams?limit=50',
  'GET /streams?limit=500': '/streams?limit=500',
  'GET /api/counts': '/api/counts',
  'GET /api/events?limit=200': '/api/events?limit=200',
  '… of a usual name': '/api/events?limit=200&name=event_0',
  '… of a rare name': '/api/events?limit=200&name=event_199',
  '… of a name that is not there': '/api/events?limit=200&name=nothing',
  '… of a device': '/api/events?limit=200&device=device-77',
  '… of a user': '/api/events?limit=200&user=user-77',
  '… of a session': '/api/events?limit=200&session=session-77',
  '… of a stream': '/api/events?limit=200&stream=stream-77',
  '… with a property': '/api/events?limit=200&property=price%3D77',
  '… with a text that many have': '/api/events?limit=200&q=Item',
  '… with a text that none has': '/api/events?limit=200&q=there-is-none',
  '… of a name, with a text that none has': '/api/events?limit=200&name=event_0&q=there-is-none',
};

async function createDatabase() {
  const server = process.env.PUGMARK_POSTGRES;
  if (!server)
    throw new Error('PUGMARK_POSTGRES names no server: node scripts/postgres.mjs pnpm bench:stored');
  const name = `pugmark_stored_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

let sent = 0;

function makeBatch() {
  const at = new Date().toISOString();
  const list = Array.from({ length: BATCH }, () => {
    const number = sent++;
    const device = number % 1000;
    const hex = Date.now().toString(16).padStart(12, '0') + randomUUID().replaceAll('-', '').slice(12);
    return {
      eventId: hex
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-7aaa-$4-$5')
        .replace('7aaa', `7${hex.slice(13, 16)}`),
      eventName: `event_${number % 200}`,
      eventTime: at,
      clientTime: at,
      receivedAt: at,
      userId: `user-${device}`,
      deviceId: `device-${device}`,
      sessionId: `live-${device}`,
      platform: 'h5',
      streamId: `live-${device}`,
      seq: Math.floor(number / 1000) + 1,
      facts: { osName: 'iOS', osVersion: '18.1' },
      properties: { pagePath: `/pages/${number % 50}`, price: number % 1000 },
      marks: [],
    };
  });
  return { events: list, dropped: [], rejected: [], receivedAt: Date.now() };
}

/** Events a second, two batches at a time, as the group commit sends them. */
async function measureWrites(store) {
  for (let i = 0; i < 5; i++) await store.commit(makeBatch());
  const begin = performance.now();
  let stored = 0;
  const work = async () => {
    while (performance.now() - begin < SECONDS * 1000) stored += (await store.commit(makeBatch())).accepted;
  };
  await Promise.all([work(), work()]);
  return stored / ((performance.now() - begin) / 1000);
}

async function measureReads(url) {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const read = async (path) => {
    const begin = performance.now();
    const response = await fetch(url + path, { headers });
    await response.arrayBuffer();
    return { ms: performance.now() - begin, status: response.status };
  };
  const rows = [];
  for (const [name, path] of Object.entries(READS)) {
    const first = await read(path);
    const again = [];
    for (let i = 0; i < 5; i++) again.push((await read(path)).ms);
    rows.push({
      read: name,
      'first ms': Math.round(first.ms),
      'median ms': Math.round(median(again)),
      status: first.status,
    });
  }
  // What a browser that opens the view asks, all at once.
  const begin = performance.now();
  await Promise.all(['/', '/api/counts', '/streams?limit=50', '/api/events?limit=200'].map(read));
  rows.push({
    read: 'the live view opens',
    'first ms': Math.round(performance.now() - begin),
    'median ms': '',
    status: '',
  });
  return rows;
}

async function open(url) {
  const begin = performance.now();
  const store = await createPostgresStore({ url, keepDays: DAYS + 2, onFailure: console.error });
  const collector = await createCollector({ store, port: 0, token: TOKEN });
  const address = await collector.listen();
  return { store, collector, address, ms: performance.now() - begin };
}

const url = into ?? (await createDatabase());
const client = new pg.Client({ connectionString: url });
await client.connect();
const now = Date.now();
const steps = into ? [] : [Number(few), Number(events)];
let filled = 0;
const result = { writes: {}, start: 0, reads: [] };

if (into) {
  const { collector, store, address, ms } = await open(url);
  result.start = ms;
  result.reads = await measureReads(address);
  result.writes.now = await measureWrites(store);
  await collector.close();
}
for (const count of steps) {
  // Makes the tables, of each day that is kept.
  if (filled === 0) await (await open(url)).collector.close();
  const begin = performance.now();
  await fill(client, { first: filled, count: count - filled, days: DAYS, now });
  console.error(`${count} events stored after ${Math.round((performance.now() - begin) / 1000)} s, ${url}`);
  filled = count;
  const { store, collector, address, ms } = await open(url);
  if (count === steps.at(-1)) {
    result.start = ms;
    result.reads = await measureReads(address);
  }
  result.writes[count] = await measureWrites(store);
  await collector.close();
}
await client.end();

if (json) console.log(JSON.stringify(result, null, 2));
else {
  const head = ['read', 'first ms', 'median ms', 'status'];
  console.log(
    formatTable(
      head,
      result.reads.map((row) => head.map((column) => String(row[column]))),
    ),
  );
  console.log(`\nThe collector starts in ${Math.round(result.start)} ms.`);
  for (const [count, perSecond] of Object.entries(result.writes)) {
    console.log(`${Math.round(perSecond)} events a second are stored, with ${count} events there before.`);
  }
}
