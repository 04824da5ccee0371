/**
 * What Pugmark sets out to reach. `read` takes the measured figure from its result, and from those of all SDKs by
 * name; without a figure, because a peer was not measured, the goal is left out.
 * @type {Array<{ title: string, limit: number, aim?: number, unit: string, digits: number, read: (result: any, all: Record<string, any>) => number | undefined }>}
 */
export const GOALS = [
  {
    title: 'size, brotli',
    limit: 7.9,
    aim: 7.0,
    unit: 'KB',
    digits: 2,
    read: (result) => result.size.brotli / 1000,
  },
  { title: 'init()', limit: 3, unit: 'ms', digits: 2, read: (result) => result.init.init },
  { title: 'track(), median', limit: 5, unit: 'µs', digits: 2, read: (result) => result.track.median },
  { title: 'track(), p99', limit: 50, unit: 'µs', digits: 1, read: (result) => result.track.p99 },
  {
    title: '1,000 events, main thread over the empty page',
    limit: 60,
    unit: 'ms',
    digits: 1,
    read: (result) => result.thousand.mainOverEmpty,
  },
  {
    title: '1,000 events, requests',
    limit: 20,
    unit: '',
    digits: 0,
    read: (result) => result.thousand.requests,
  },
  {
    title: 'steady flow, requests',
    limit: 10,
    unit: '',
    digits: 0,
    read: (result) => result.steady.requests,
  },
  {
    title: 'steady flow, main thread over the empty page',
    limit: 120,
    unit: 'ms',
    digits: 1,
    read: (result) => result.steady.mainOverEmpty,
  },
  {
    title: 'steady flow, main thread, part of what Snowplow takes',
    limit: 0.3,
    unit: '',
    digits: 2,
    read: (result, { snowplow }) => snowplow && result.steady.mainOverEmpty / snowplow.steady.mainOverEmpty,
  },
  {
    title: 'steady flow, bodies as sent',
    limit: 40,
    unit: 'KB',
    digits: 1,
    read: (result) => result.steady.bodyBytes / 1000,
  },
];

/** Each goal with what was measured; none when Pugmark was not. */
export function checkGoals(/** @type {any[]} */ results) {
  const all = Object.fromEntries(results.map((result) => [result.name, result]));
  if (!all.pugmark) return [];
  return GOALS.flatMap(({ read, ...goal }) => {
    const measured = read(all.pugmark, all);
    return measured === undefined ? [] : [{ ...goal, measured, reached: measured <= goal.limit }];
  });
}
