/**
 * `pnpm bench:scan`: times `pugmark scan` over 2,000 generated files, as a process, and the check of one event. In the
 * first project names tell whose `track` it is; in the second it takes types, in every file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPlan } from '../dist/load.js';
import { compileChecks } from '../dist/validate.js';

const FILES = 2000;
const RUNS = 3;
const EVENTS = 2_000_000;
const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

const FUNCTIONS = Array.from(
  { length: 12 },
  (_, part) => `
export function total${part}(rows: Row[], filter: (row: Row) => boolean = () => true): number {
  let sum = 0;
  for (const row of rows) {
    if (!filter(row)) continue;
    sum += row.amount * (row.count ?? 1);
  }
  return sum;
}`,
).join('\n');

/** @type {Record<string, { head: string, pay: (track: string) => string, track: string }>} */
const PROJECTS = {
  names: {
    head: "import { track } from '@pugmark/browser';",
    track: 'track',
    pay: (code) => `export function pay(orderId: string, rows: Row[]) {${code}}`,
  },
  types: {
    head: "import type { Analytics } from './events';",
    track: 'analytics.t.track',
    pay: (code) => `export function pay(orderId: string, rows: Row[], analytics: Analytics) {${code}}`,
  },
};

/** About 100 lines of code that does what components do, with two calls of `track`. */
function script(/** @type {number} */ index, /** @type {string} */ kind) {
  const project = PROJECTS[kind];
  if (!project) throw new Error(`no project ${kind}`);
  const other = index > 0 ? `import { total0 as before } from './file${index - 1}';\nbefore([]);\n` : '';
  return `${project.head}
import { EVENTS } from './events';
${other}interface Row { amount: number; count?: number }
${FUNCTIONS}
${project.pay(`
  ${project.track}(EVENTS.ORDER_PAID, { orderId, paymentMethod: 'card', amount: total0(rows) });
  ${project.track}('search', { keyword: orderId, resultCount: rows.length });
`)}
`;
}

function write(/** @type {string} */ directory, /** @type {string} */ kind) {
  mkdirSync(join(directory, 'src'));
  writeFileSync(
    join(directory, 'src/events.ts'),
    `import type { Tracker } from '@pugmark/browser';
export interface Analytics { t: Pick<Tracker, 'track'> }
export const EVENTS = { ORDER_PAID: 'order_paid' } as const;
`,
  );
  for (let index = 0; index < FILES - 1; index += 1) {
    const code = script(index, kind);
    const name = join(directory, `src/file${index}`);
    if (index % 3 === 0) writeFileSync(`${name}.ts`, code);
    else if (index % 3 === 1)
      writeFileSync(
        `${name}.tsx`,
        `${code}export const View = () => <button onClick={() => pay('o', [], null)}>Pay</button>;\n`,
      );
    else
      writeFileSync(
        `${name}.vue`,
        `<template>\n  <button @click="pay('o', [], null)">{{ total1([]) }}</button>\n</template>\n<script lang="ts">\n${code}</script>\n`,
      );
  }
}

for (const kind of Object.keys(PROJECTS)) {
  const directory = mkdtempSync(join(tmpdir(), 'pugmark-bench-scan-'));
  try {
    write(directory, kind);
    for (let run = 0; run < RUNS; run += 1) {
      const start = performance.now();
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [at('../dist/cli.js'), 'scan', 'src', '-p', at('../plans/escort.yaml'), '--allow', 'never_fired'],
        { cwd: directory, encoding: 'utf8' },
      );
      if (status !== 0) throw new Error(`scan ended with ${status}: ${stderr.slice(0, 1000)}`);
      console.log(`scan by ${kind}: ${stdout.trim()}, ${((performance.now() - start) / 1000).toFixed(2)} s`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const check = compileChecks(await loadPlan(at('../plans/escort.yaml')));
const event = {
  ...{ eventId: '0190a6b0-0000-7000-8000-000000000000', eventName: 'order_paid' },
  ...{ eventTime: '2026-01-01T00:00:00Z', userId: 'u-1', deviceId: 'd-1', sessionId: 's-1', platform: 'h5' },
  properties: { orderId: 'o-1', paymentMethod: 'card', amount: 199, properties: {} },
};
const faults = check(event);
if (faults) throw new Error(`the event must be right: ${JSON.stringify(faults)}`);
for (let run = 0; run < RUNS; run += 1) {
  const start = performance.now();
  let wrong = 0;
  for (let count = 0; count < EVENTS; count += 1) if (check(event)) wrong += 1;
  const each = ((performance.now() - start) * 1000) / EVENTS;
  console.log(`check: ${each.toFixed(3)} µs for each of ${EVENTS} events, ${wrong} wrong`);
}
