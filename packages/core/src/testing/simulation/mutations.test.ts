import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** A fault as people make them: in `file`, the text `find` becomes `replace`. */
interface Mutation {
  fault: string;
  file: string;
  find: string;
  replace: string;
}

const MUTATIONS: Mutation[] = [
  {
    fault: 'removed before it is acknowledged',
    file: 'courier/courier.ts',
    find: 'const report = ledger.report();',
    replace: 'const report = ledger.report(); log.remove(records);',
  },
  {
    fault: 'a beacon taken for an answer',
    file: 'courier/courier.ts',
    find: 'if (sendOnExit(url, write(batch))) mark(batch, true);',
    replace: 'if (sendOnExit(url, write(batch))) log.remove(batch);',
  },
  {
    fault: 'any answer with status 200 taken for an acknowledgement',
    file: 'courier/verdict.ts',
    find: 'readJson<Answer>(body);',
    replace: '(readJson<Answer>(body) || { accepted: 0, duplicates: 0, rejected: [] });',
  },
  {
    fault: 'acknowledged records counted, not their events',
    file: 'courier/courier.ts',
    find: 'ledger.acknowledged += record.count;',
    replace: 'ledger.acknowledged += 1;',
  },
  {
    fault: 'a refused event counted as acknowledged too',
    file: 'courier/courier.ts',
    find: 'ledger.acknowledged--;',
    replace: '',
  },
  {
    fault: 'an array shared with the write under way: what came meanwhile counts as written',
    file: 'log/event-log.ts',
    find: 'batch = fresh.splice(0, count);',
    replace: 'batch = fresh.splice(0);',
  },
  {
    fault: 'removed from memory and not from the store',
    file: 'log/event-log.ts',
    find: 'if (keys[0]) await to.remove(keys);',
    replace: '',
  },
  {
    fault: 'removal by count, not by key',
    file: 'log/event-log.ts',
    find: 'records = records.filter((record) => !record.isGone);',
    replace: 'records = records.slice(gone.length);',
  },
  {
    fault: 'no spill when the page goes away',
    file: 'tracker/engine.ts',
    find: 'log.spill();\n    courier.exit();',
    replace: 'courier.exit();',
  },
  {
    fault: 'nothing written at the end of a task',
    file: 'tracker/engine.ts',
    find: 'if (tailBytes) log.spill(tailBytes);',
    replace: '',
  },
  {
    fault: 'a spill taken away although its owner has added to it',
    file: 'log/adoption.ts',
    find: 'spill.read().every(isSafe)',
    replace: 'spilled.every(isSafe)',
  },
  {
    fault: 'a spill taken away before the store has it',
    file: 'log/adoption.ts',
    find: ' && spill.read().every(isSafe)',
    replace: '',
  },
  {
    fault: 'a lock that is not released',
    file: 'log/streams.ts',
    find: 'lock.release();',
    replace: '',
  },
  {
    fault: 'what a beacon carried stays busy after the return',
    file: 'tracker/engine.ts',
    find: 'record.isBusy = false;',
    replace: ';',
  },
  {
    fault: 'a number left out',
    file: 'tracker/engine.ts',
    find: 'const seq = ++ledger.seq;',
    replace: 'const seq = (ledger.seq += 2);',
  },
  {
    fault: 'drops that are not reported',
    file: 'tracker/ledger.ts',
    find: 'report: () => (report === told ? [] : report),',
    replace: 'report: () => [],',
  },
  {
    fault: 'rejections reported, which the collector counts itself',
    file: 'courier/courier.ts',
    find: "ledger.drop('rejected', 1);",
    replace: "ledger.drop('rejected', 1, rejection.streamId);",
  },
  {
    fault: 'a drop reported as one too many',
    file: 'tracker/ledger.ts',
    find: 'count: before + count,',
    replace: 'count: before + count + 1,',
  },
  {
    fault: 'what was left to others still counted as adopted',
    file: 'tracker/engine.ts',
    find: 'ledger.adopted -= log.forget(isForGood);',
    replace: 'log.forget(isForGood);',
  },
];

const core = fileURLToPath(new URL('../..', import.meta.url));
/** The usual fault shows within a hundred; the rarest of these takes some hundreds. */
const SCHEDULES = 3000;

/** The engine with this fault and the simulation around it. */
async function plant({ file, find, replace }: Mutation): Promise<string> {
  const path = `${core}${file}`;
  const source = readFileSync(path, 'utf8');
  expect(source.split(find), `${find} stands once in ${file}`).toHaveLength(2);
  const { outputFiles } = await build({
    entryPoints: [`${core}testing/simulation/index.ts`],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'plant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, (args) =>
            args.path === path ? { contents: source.replace(find, () => replace), loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  const [output] = outputFiles;
  return `data:text/javascript;base64,${Buffer.from(output?.contents ?? '').toString('base64')}`;
}

/** Examines the schedules of the first seeds, until a promise is broken. */
const EXAMINE = `
  const { parentPort, workerData: { engine, schedules } } = require('node:worker_threads');
  import(engine).then(async ({ examine, makeSchedule }) => {
    let broken = [];
    for (let seed = 1; seed <= schedules && !broken[0]; seed++) broken = await examine(makeSchedule(seed));
    parentPort.postMessage(broken);
  });
`;

describe('the simulation catches', () => {
  it.each(MUTATIONS)(
    '$fault',
    async (mutation) => {
      // In a thread of its own: a broken engine may go round for ever, and nothing else would have its turn.
      const workerData = { engine: await plant(mutation), schedules: SCHEDULES };
      const worker = new Worker(EXAMINE, { eval: true, workerData });
      try {
        const [broken] = await once(worker, 'message');
        expect(broken).not.toEqual([]);
      } finally {
        await worker.terminate();
      }
    },
    SCHEDULES * 1000,
  );
});
