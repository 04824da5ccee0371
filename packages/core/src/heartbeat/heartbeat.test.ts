import { expect, it } from 'vitest';
import { createSeededRandom, createWorld } from '../testing/index.js';
import { heartbeat } from './heartbeat.js';

const MINUTE = 60_000;

function open() {
  const world = createWorld();
  const { tracker } = world.open();
  const beats = heartbeat({ window: MINUTE, period: 10_000 });
  const undo = tracker.use(beats);
  const told = async (name = 'heartbeat_receive') => {
    await tracker.flush();
    return world.named(name).map(({ properties }) => properties);
  };
  return { world, tracker, beats, undo, told, now: () => world.clock.now() };
}

it('sums up the beats of a window: count, share online, latencies', async () => {
  const { world, beats, told } = open();
  for (let index = 0; index < 6; index++) {
    beats.beat('t-1', { isOnline: index > 0, latency: 10 * (index + 1) }, { tableId: 4 });
    await world.advance(10_000);
  }
  const [summary, ...rest] = await told();
  expect(rest).toEqual([]);
  expect(summary).toMatchObject({
    source: 't-1',
    tableId: 4,
    count: 6,
    latencyMin: 10,
    latencyMean: 35,
    latencyMax: 60,
    gaps: [],
  });
  expect(summary?.onlineShare).toBeCloseTo(5 / 6);
  expect(Number(summary?.to) - Number(summary?.from)).toBe(MINUTE);
});

it('lists the silences, and tells once of a source that fell silent', async () => {
  const { world, beats, told, now } = open();
  beats.beat('t-1');
  const before = now();
  await world.advance(40_000);
  beats.beat('t-1');
  const after = now();
  await world.advance(20_000);
  expect((await told()).map((summary) => ({ count: summary?.count, gaps: summary?.gaps }))).toEqual([
    { count: 2, gaps: [[before, after]] },
  ]);
  await world.advance(10 * MINUTE);
  const [, silent, ...rest] = (await told()) as { count: number; gaps: [number, number][] }[];
  expect(rest).toEqual([]);
  expect(silent?.count).toBe(0);
  expect(silent?.gaps[0]?.[0]).toBe(after);
});

it('tells an alarm at once, and merges those that follow', async () => {
  const { world, beats, told } = open();
  for (let index = 0; index < 5; index++) beats.alarm('t-1', 'door_open', { level: index });
  beats.alarm('t-1', 'smoke');
  const first = [
    { source: 't-1', alarmType: 'door_open', count: 1, level: 0 },
    { source: 't-1', alarmType: 'smoke', count: 1 },
  ];
  expect(await told('alarm_raise')).toMatchObject(first);
  await world.advance(MINUTE);
  expect(await told('alarm_raise')).toMatchObject([
    ...first,
    { source: 't-1', alarmType: 'door_open', count: 4, level: 4 },
  ]);
});

it('tells what has come when it is taken away, and nothing after that', async () => {
  const { world, beats, undo, told } = open();
  beats.beat('t-1');
  undo();
  beats.beat('t-1');
  await world.advance(10 * MINUTE);
  expect(await told()).toMatchObject([{ count: 1 }]);
});

it('counts each beat of any schedule once, and each silence that is too long', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { world, beats, undo, told, now } = open();
    const random = createSeededRandom(seed);
    let sent = 0;
    const silences: number[] = [];
    let latest = now();
    for (let index = 0; index < 60; index++) {
      const wait = ((random(1)[0] as number) * 300) | 0;
      await world.advance(wait);
      if (sent && now() - latest > 30_000) silences.push(latest);
      latest = now();
      beats.beat('t-1', { latency: index });
      sent++;
    }
    undo();
    const summaries = (await told()) as { count: number; gaps: [number, number][] }[];
    expect(summaries.reduce((sum, { count }) => sum + count, 0)).toBe(sent);
    const starts = new Set(summaries.flatMap(({ gaps }) => gaps.map(([start]) => start)));
    expect([...starts]).toEqual(silences);
  }
});

it('bears names of every kind and more sources than it follows', async () => {
  const { world, beats, told } = open();
  for (const name of ['__proto__', 'constructor', '', 'a:b']) beats.beat(name);
  await world.advance(MINUTE);
  expect((await told()).map((summary) => summary?.source)).toEqual(['__proto__', 'constructor', '', 'a:b']);
});
