import { checkGoals } from './goals.mjs';
import { formatTable } from './table.mjs';

/**
 * The columns of a table. Less is better; a column with `ratio` is also shown as a ratio against Pugmark.
 * @typedef {{ title: string, read: (result: any) => number | undefined, digits: number, ratio?: boolean }} Column
 */

/** @type {Column[]} */
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
  { title: '1k events ms', read: (r) => r.thousand.trackingOverEmpty, digits: 0, ratio: true },
  { title: '1k CPU ms', read: (r) => r.thousand.cpuOverEmpty, digits: 0 },
  { title: 'requests', read: (r) => r.thousand.requests, digits: 0, ratio: true },
  { title: 'preflights', read: (r) => r.thousand.preflights, digits: 0 },
  { title: 'body KB', read: (r) => r.thousand.bodyBytes / 1000, digits: 0, ratio: true },
  { title: 'arrived', read: (r) => r.thousand.arrived, digits: 0 },
  { title: 'twice', read: (r) => r.thousand.duplicates, digits: 0 },
];

/** @type {Column[]} */
const STEADY_COLUMNS = [
  { title: 'main ms', read: (r) => r.steady.mainOverEmpty, digits: 0, ratio: true },
  { title: 'events ms', read: (r) => r.steady.trackingOverEmpty, digits: 0, ratio: true },
  { title: 'CPU ms', read: (r) => r.steady.cpuOverEmpty, digits: 0 },
  { title: 'requests', read: (r) => r.steady.requests, digits: 0, ratio: true },
  { title: 'preflights', read: (r) => r.steady.preflights, digits: 0 },
  { title: 'body KB', read: (r) => r.steady.bodyBytes / 1000, digits: 1, ratio: true },
  { title: 'arrived', read: (r) => r.steady.arrived, digits: 0 },
  { title: 'twice', read: (r) => r.steady.duplicates, digits: 0 },
];

/** The whole report as text. */
export function formatReport(/** @type {any} */ report) {
  const { browser, cpu, runs, load, empty, results, failures } = report;
  const goals = checkGoals(results).map(formatGoal);
  const parts = [
    `Chromium ${browser}, ${cpu}, ${runs} runs; medians. Less is better, but for "arrived" (of 1,000).`,
    `Load average before ${load.before.toFixed(1)}, after ${load.after.toFixed(1)}: other work on the machine makes all figures worse.`,
    `Empty page, already subtracted: ${formatEmpty(empty.thousand)}; in the steady flow ${formatEmpty(empty.steady)}.`,
    '',
    ...formatFigures(COLUMNS, results),
    '',
    'Steady flow, 1,000 events, ten every 50 ms:',
    ...formatFigures(STEADY_COLUMNS, results),
    ...(goals[0] ? ['', 'Goals:', ...goals] : []),
    ...failures.flatMap(({ name, error }) => ['', `${name} failed: ${error}`]),
  ];
  return parts.join('\n');
}

function formatEmpty({ main, cpu }) {
  return `main thread ${main.toFixed(1)} ms, CPU ${cpu.toFixed(1)} ms`;
}

/** A table of the figures and, when there is somebody to compare with, one of the ratios. */
function formatFigures(/** @type {Column[]} */ columns, /** @type {any[]} */ results) {
  const table = formatTable(
    ['', ...columns.map(({ title }) => title)],
    results.map((result) => [
      `${result.name} ${result.version}`,
      ...columns.map(({ read, digits }) => format(read(result), digits)),
    ]),
  );
  const pugmark = results.find(({ name }) => name === 'pugmark');
  if (!pugmark || results.length === 1) return [table];
  const compared = columns.filter(({ ratio }) => ratio);
  const ratios = formatTable(
    ['', ...compared.map(({ title }) => title.replace(/ (KB|ms|µs)$/, ''))],
    results
      .filter((result) => result !== pugmark)
      .map((result) => [
        result.name,
        ...compared.map(({ read }) => formatRatio(read(result), read(pugmark))),
      ]),
  );
  return [table, '', 'How many times as much as Pugmark:', ratios];
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
