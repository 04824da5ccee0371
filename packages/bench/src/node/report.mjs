import { formatTable } from '../table.mjs';

const SPEED = [
  ['events/s', (r) => number(r.perSecond)],
  ['CPU s', (r) => number(r.cpu, 2)],
  ['peak MB', (r) => number(r.peak)],
  ['track µs', (r) => number(r.trackMean, 1)],
  ['undisturbed', (r) => number(r.trackUndisturbed, 1)],
  ['requests', (r) => number(r.requests)],
  ['arrived', (r) => number(r.arrived)],
  ['twice', (r) => number(r.duplicates)],
];

const STEADY = [
  ['requests', (s) => number(s.requests)],
  ['arrived', (s) => number(s.arrived)],
  ['lost', (s) => number(s.lost)],
  ['twice', (s) => number(s.duplicates)],
];

const BURSTS = [
  ['bursts', (b) => number(b.runs)],
  ['tracked', (b) => number(b.tracked)],
  ['dropped', (b) => number(b.lost)],
  ['twice', (b) => number(b.duplicates)],
  ['requests, of one', (b) => number(b.requests / b.runs)],
];

const LOSS = [
  ['end', (l) => number(l.end?.lost)],
  ['SIGTERM', (l) => number(l.sigterm?.lost)],
  ['process.exit()', (l) => number(l.exit?.lost)],
  ['SIGKILL', (l) => l.sigkill && `${number(l.sigkill.lost)} of ${number(l.sigkill.tracked)}`],
  ['of them older than 20 ms', (l) => number(l.sigkill?.beyond)],
  ...[10, 60].map((seconds) => [
    `down ${seconds} s`,
    (l) =>
      l[`down${seconds}`] && `${number(l[`down${seconds}`].lost)} of ${number(l[`down${seconds}`].tracked)}`,
  ]),
  ['peak MB', (l) => number(l.down60?.peak ?? l.down10?.peak)],
];

/** Both tables as Markdown, and what they say of the goals. */
export function formatNodeReport({ date, node, cpu, events, runs, load, results, failures }) {
  const table = (title, columns, key) => {
    const measured = results.filter((result) => result[key]);
    if (!measured[0]) return [];
    const rows = measured.map((result) => [
      `${result.name} ${result.version}`,
      ...columns.map(([, read]) => read(result[key]) ?? '–'),
    ]);
    return ['', title, '', formatTable(['', ...columns.map(([head]) => head)], rows)];
  };
  const goals = checkNodeGoals(results).map(
    ({ title, reached, figure }) => `  ${reached ? 'reached' : 'MISSED '}  ${title}: ${figure}`,
  );
  return [
    `${date.slice(0, 10)}, Node ${node}, ${cpu}; load average before ${load.before.toFixed(1)}, after ${load.after.toFixed(1)}.`,
    ...table(`${number(events)} events end to end, medians of ${runs} runs:`, SPEED, 'speed'),
    ...table('Steady flow, 1,500 events at 1,000 a second:', STEADY, 'steady'),
    ...table('Bursts of 50,000 events in one task, each in a new process, together:', BURSTS, 'bursts'),
    ...table('Lost, of 250 events unless another number is given:', LOSS, 'loss'),
    ...(goals[0] ? ['', 'Goals:', ...goals] : []),
    ...failures.map(({ name, error }) => `\n${name} failed: ${error}`),
  ].join('\n');
}

/** What the Node adapter sets out to reach, of what was measured; `speed` against the fastest peer that loses nothing. */
export function checkNodeGoals(results) {
  const pugmark = results.find(({ name }) => name === 'pugmark');
  if (!pugmark) return [];
  const { speed, steady, bursts, loss } = pugmark;
  const goals = [];
  if (speed) goals.push(...speedGoals(pugmark, results));
  if (steady) {
    const { requests } = steady;
    goals.push({
      title: 'steady flow, requests, at most 10',
      reached: requests <= 10,
      figure: number(requests),
    });
  }
  if (bursts) {
    goals.push({
      title: 'bursts, dropped, 0',
      reached: bursts.lost === 0,
      figure: `${number(bursts.lost)} of ${number(bursts.tracked)}`,
    });
  }
  if (loss) {
    const { sigkill, ...others } = loss;
    const lost = Object.values(others).reduce((sum, ending) => sum + ending.lost, sigkill?.beyond ?? 0);
    goals.push({
      title: 'lost, but for the last 20 ms before SIGKILL, 0',
      reached: lost === 0,
      figure: number(lost),
    });
  }
  return goals;
}

function speedGoals({ speed }, results) {
  const { perSecond, cpu, peak, trackMean } = speed;
  const goals = [
    { title: 'peak memory, at most 120 MB', reached: peak <= 120, figure: `${number(peak)} MB` },
    { title: 'track(), mean, at most 3 µs', reached: trackMean <= 3, figure: `${number(trackMean, 2)} µs` },
  ];
  const complete = results.filter(
    ({ name, speed: other }) => name !== 'pugmark' && other && other.arrived >= speed.arrived,
  );
  const [fastest] = complete.sort((a, b) => b.speed.perSecond - a.speed.perSecond);
  if (fastest) {
    const faster = perSecond / fastest.speed.perSecond;
    const share = cpu / fastest.speed.cpu;
    goals.push(
      {
        title: `events/s, at least 2× ${fastest.name}`,
        reached: faster >= 2,
        figure: `${number(faster, 1)}×`,
      },
      {
        title: `CPU, at most half of ${fastest.name}`,
        reached: share <= 0.5,
        figure: `${number(share, 2)}×`,
      },
    );
  }
  return goals;
}

function number(value, digits = 0) {
  if (value === undefined || Number.isNaN(value)) return undefined;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
