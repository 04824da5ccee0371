/**
 * What Pugmark sets out to reach. `read` takes the measured figure from its result.
 * @type {Array<{ title: string, limit: number, aim?: number, unit: string, digits: number, read: (result: any) => number }>}
 */
export const GOALS = [
  {
    title: 'size, brotli',
    limit: 6.0,
    aim: 5.0,
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
];

/** Each goal with what was measured. */
export function checkGoals(/** @type {any} */ result) {
  return GOALS.map(({ read, ...goal }) => {
    const measured = read(result);
    return { ...goal, measured, reached: measured <= goal.limit };
  });
}
