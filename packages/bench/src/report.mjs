import { checkGoals } from './goals.mjs';
import { formatTable } from './table.mjs';

/**
 * The columns of the table. A `better` column is one where less is better, and gets a ratio against Pugmark.
 * @type {Array<{ title: string, read: (result: any) => number | undefined, digits: number, ratio?: boolean }>}
 */
const COLUMNS = [
  { title: 'raw KB', read: (r) => r.size.raw / 1000, digits: 1 },
  { title: 'gzip KB', read: (r) => r.size.gzip / 1000, digits: 1 },
  { title: 'brotli KB', read: (r) => r.size.brotli / 1000, digits: 1, ratio: true },
  { title: 'script ms', read: (r) => r.init.script, digits: 1 },
  { title: 'init ms', read: (r) => r.init.init, digits: 1, ratio: true },
  { title: 'track µs', read: (r) => r.track.median, digits: 1, ratio: true },
  { title: 'mean µs', read: (r) => r.track.mean, digits: 1, ratio: true },
  { title: 'p99 µs', read: (r) => r.track.p99, digits: 0, ratio: true },
  { title: 'storage µs', read: (r) => r.storage.perEvent, digits: 1, ratio: true },
  { title: 'calls', read: (r) => r.storage.calls, digits: 0 },
  { title: '1k main ms', read: (r) => r.thousand.mainOverEmpty, digits: 0, ratio: true },
  { title: '1k events ms', read: (r) => r.thousand.eventsOverEmpty, digits: 0, ratio: true },
  { title: '1k CPU ms', read: (r) => r.thousand.cpuOverEmpty, digits: 0 },
  { title: 'requests', read: (r) => r.thousand.requests, digits: 0, ratio: true },
  { title: 'preflights', read: (r) => r.thousand.preflights, digits: 0 },
  { title: 'body KB', read: (r) => r.thousand.bodyBytes / 1000, digits: 0, ratio: true },
  { title: 'arrived', read: (r) => r.thousand.arrived, digits: 0 },
  { title: 'twice', read: (r) => r.thousand.duplicates, digits: 0 },
];

/** The whole report as text. */
export function formatReport(/** @type {any} */ report) {
  const { browser, cpu, runs, load, empty, results, failures } = report;
  const pugmark = results.find((result) => result.name === 'pugmark');
  const parts = [
    `Chromium ${browser}, ${cpu}, ${runs} runs; medians. Less is better, but for "arrived" (of 1,000).`,
    `Load average before ${load.before.toFixed(1)}, after ${load.after.toFixed(1)}: other work on the machine makes all figures worse.`,
    `Empty page, already subtracted: main thread ${empty.main.toFixed(1)} ms, CPU ${empty.cpu.toFixed(1)} ms.`,
    '',
    formatTable(['', ...COLUMNS.map(({ title }) => title)], results.map(figures)),
  ];
  if (pugmark && results.length > 1) {
    const compared = COLUMNS.filter(({ ratio }) => ratio);
    const others = results.filter((result) => result !== pugmark);
    parts.push(
      '',
      'How many times as much as Pugmark:',
      formatTable(
        ['', ...compared.map(({ title }) => title.replace(/ (KB|ms|µs)$/, ''))],
        others.map((result) => [
          result.name,
          ...compared.map(({ read }) => formatRatio(read(result), read(pugmark))),
        ]),
      ),
    );
  }
  if (pugmark) parts.push('', 'Goals:', ...checkGoals(pugmark).map(formatGoal));
  for (const { name, error } of failures) parts.push('', `${name} failed: ${error}`);
  return parts.join('\n');
}

function figures(result) {
  return [
    `${result.name} ${result.version}`,
    ...COLUMNS.map(({ read, digits }) => format(read(result), digits)),
  ];
}

function formatGoal({ title, limit, aim, unit, digits, measured, reached }) {
  const verdict = reached ? 'reached' : 'MISSED ';
  const aimed = aim === undefined ? '' : `, aim ${aim} ${measured <= aim ? 'reached' : 'not yet'}`;
  return `  ${verdict}  ${title}: ${format(measured, digits)} ${unit} (at most ${limit}${aimed})`;
}

function formatRatio(value, base) {
  if (!(base > 0)) return '–';
  const ratio = value / base;
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
}

function format(value, digits) {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
