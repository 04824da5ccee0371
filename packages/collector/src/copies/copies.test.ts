import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type Store, type StoredEvent } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../testing/serve.ts';
import { archive } from './archive.ts';
import { type ExportOptions, exportPart, partsOf } from './export.ts';
import { importFile } from './import.ts';
import { replayFile } from './replay.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pugmark-copies-'));
  const made = directory;
  onTestFinished(() => rm(made, { recursive: true, force: true }));
});

const DAYS = ['2026-05-01', '2026-05-02', '2026-05-04'];
const now = () => Date.parse('2026-05-04T12:00:00Z');

function eventOf(day: string, changes: Partial<StoredEvent> = {}): StoredEvent {
  const time = `${day}T08:00:00.000Z`;
  const hex = Date.parse(time).toString(16).padStart(12, '0') + randomUUID().replaceAll('-', '').slice(12);
  const eventId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  return storedEvent({ eventId, eventTime: time, clientTime: time, receivedAt: time, ...changes });
}

async function fill(store: Store): Promise<StoredEvent[]> {
  const events = [
    ...DAYS.flatMap((day) => [
      eventOf(day, { userId: '用户"1",\n', properties: { text: '=cmd()|x', nested: { a: [1, null] } } }),
      eventOf(day, { streamId: `s-${day}`, seq: 1, plan: [{ path: 'x', message: 'y' }], marks: ['robot'] }),
    ]),
    // Its id tells no day.
    { ...eventOf(DAYS[0] ?? ''), eventId: randomUUID().replace(/^./, 'a') },
  ];
  await store.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
  return events;
}

async function exportAll(store: Store, options: Partial<ExportOptions> = {}, range: object = {}) {
  const parts = await partsOf(store, { today: '2026-05-04', ...range });
  const exported = [];
  for (const part of parts) {
    exported.push(await exportPart(store, part, { directory, format: 'ndjson', ...options }));
  }
  return exported;
}

const byId = (events: StoredEvent[]) => [...events].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
const file = (name: string) => join(directory, `events-${name}.ndjson`);

describe('an export', () => {
  it('comes back as it was, each event once, however often it is imported', async () => {
    const store = createMemoryStore({ now });
    const events = await fill(store);
    await exportAll(store);
    expect((await readdir(directory)).sort()).toEqual(
      [...DAYS, 'other'].map((name) => `events-${name}.ndjson`),
    );
    const copy = createMemoryStore();
    for (let i = 0; i < 2; i++) {
      for (const name of [...DAYS, 'other']) await importFile(copy, file(name));
    }
    expect(byId(await copy.events({ limit: 100 }))).toEqual(byId(events));
    expect((await copy.streams(10)).total).toMatchObject({ streams: 3, received: 3, lost: 0 });
    expect(await importFile(copy, file('other'))).toEqual({ accepted: 0, duplicates: 1, refused: 0 });
  });

  it('holds only the days that were asked for', async () => {
    const store = createMemoryStore({ now });
    await fill(store);
    await exportAll(store, {}, { from: '2026-05-02', to: '2026-05-02' });
    expect(await readdir(directory)).toEqual(['events-2026-05-02.ndjson']);
  });

  it('goes on after the last whole line of a run that was ended, and leaves whole days alone', async () => {
    const store = createMemoryStore({ now });
    await fill(store);
    await exportAll(store);
    const whole = await readFile(file('2026-05-02'), 'utf8');
    await writeFile(file('2026-05-01'), 'stays as it is');
    await rm(file('2026-05-02'));
    const [first = ''] = whole.split('\n');
    await writeFile(`${file('2026-05-02')}.part`, `${first}\n{"eventId":"cut of`);
    const exported = await exportAll(store);
    expect(await readFile(file('2026-05-02'), 'utf8')).toBe(whole);
    expect(await readFile(file('2026-05-01'), 'utf8')).toBe('stays as it is');
    expect(exported.map(({ isOld }) => isOld)).toEqual([true, false, false, false]);
  });

  it('is read by tools for Parquet', async () => {
    const store = createMemoryStore({ now });
    const events = await fill(store);
    await exportAll(store, { format: 'parquet' });
    const rows = await parquetReadObjects({
      file: await asyncBufferFromFile(join(directory, 'events-2026-05-02.parquet')),
    });
    const wanted = byId(events.filter(({ eventTime }) => eventTime.startsWith('2026-05-02')));
    expect(rows).toHaveLength(2);
    for (const [index, event] of wanted.entries()) {
      const row = rows[index] ?? {};
      expect(row).toMatchObject({
        eventId: event.eventId,
        eventTime: new Date(event.eventTime),
        properties: event.properties,
        marks: event.marks,
      });
      expect(row.userId ?? undefined).toBe(event.userId);
      expect(row.seq ?? undefined).toBe(event.seq === undefined ? undefined : BigInt(event.seq));
    }
  });

  it('is harmless in a spreadsheet', async () => {
    const store = createMemoryStore({ now });
    await store.commit({
      events: [eventOf('2026-05-01', { userId: '=HYPERLINK("https://evil.example")', deviceId: '@x,"y"\n' })],
      dropped: [],
      rejected: [],
      receivedAt: 0,
    });
    await exportAll(store, { format: 'csv' });
    const text = await readFile(join(directory, 'events-2026-05-01.csv'), 'utf8');
    expect(text).toMatch(/^\ufeffeventId,eventName,/);
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(text).toContain(`"'@x,""y""\n"`);
  });
});

describe('an archive', () => {
  it('is whole before anything is deleted', async () => {
    const store = createMemoryStore({ now });
    const events = await fill(store);
    await archive(store, { before: '2026-05-02', directory, format: 'ndjson' });
    expect((await readdir(directory)).sort()).toEqual([
      'events-2026-05-01.ndjson',
      'events-other-before-2026-05-02.ndjson',
    ]);
    expect(byId(await store.events({ limit: 100 }))).toEqual(
      byId(events.filter(({ eventTime }) => eventTime >= '2026-05-02')),
    );
    const copy = createMemoryStore();
    for (const name of await readdir(directory)) await importFile(copy, join(directory, name));
    expect(await copy.events({ limit: 100 })).toHaveLength(3);
    // Again, by a store that has more of the day: an archive is never written over.
    const other = createMemoryStore({ now });
    await fill(other);
    await archive(other, { before: '2026-05-02', directory, format: 'ndjson' });
    expect(await readdir(directory)).toContain('events-2026-05-01-2.ndjson');
  });

  it('deletes nothing when the copy fails', async () => {
    const store = createMemoryStore({ now });
    const events = await fill(store);
    const failing: Store = { ...store, eventsIn: () => Promise.reject(new Error('the database went away')) };
    await expect(archive(failing, { before: '2026-05-04', directory, format: 'ndjson' })).rejects.toThrow(
      'away',
    );
    expect(await store.events({ limit: 100 })).toHaveLength(events.length);
  });
});

describe('an import', () => {
  it('names the line that is no event', async () => {
    const path = join(directory, 'bad.ndjson');
    await writeFile(path, `${JSON.stringify(eventOf('2026-05-01'))}\n{"eventId":"1"}\n`);
    await expect(importFile(createMemoryStore(), path)).rejects.toThrow(
      /bad\.ndjson, line 2: eventName is missing/,
    );
  });
});

describe('a replay', () => {
  it('goes through the stages of the collector of now', async () => {
    const store = createMemoryStore({ now });
    const events = await fill(store);
    await exportAll(store);
    const { url, read } = await serve();
    for (let i = 0; i < 2; i++) {
      for (const name of [...DAYS, 'other']) await replayFile({ url }, file(name));
    }
    const { events: found } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(found).toHaveLength(events.length);
    const [first] = events;
    const same = found.find(({ eventId }) => eventId === first?.eventId);
    expect(same).toMatchObject({
      eventTime: first?.eventTime,
      properties: first?.properties,
      facts: first?.facts,
    });
    // Marks are those of the collector that takes it.
    expect(found.flatMap(({ marks }) => marks)).not.toContain('robot');
  });
});
