import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Climate } from '../simulation/make-schedule.js';
import { FAULTS } from './faults.js';
import { MODULES } from './seams.js';

const source = fileURLToPath(new URL('../..', import.meta.url));
/** The usual fault shows within a hundred; the rarest of these takes some thousands. */
const SCHEDULES = 12_000;
const MIRRORED: Climate = { writings: ['mirrored'] };
/** Where a fault shows that takes several rare things at once, or another world. */
const CLIMATES: Record<string, Climate> = {
  'a mirrored record gone from the device before its parts are there': {
    ...MIRRORED,
    weathers: ['deliver', 'offline', { gate: 'content', status: 400 }, { gate: 'size', maxBytes: 3000 }],
  },
  'a mirrored record that is only in memory': MIRRORED,
  'a mirrored record that is acknowledged and never dropped': MIRRORED,
  'a mirrored log that leaves what an earlier process had': MIRRORED,
  'a divided record gone from the device before its events are safe': {
    weathers: ['deliver', 'offline', { gate: 'content', status: 400 }],
  },
  'a full queue that gives up what is on its way': { queueBytes: [3000] },
  'a full queue that is never made smaller': { queueBytes: [3000] },
};

/** Puts `atSeam` between each seam and those who import it. */
const openSeams: Plugin = {
  name: 'open-seams',
  setup({ onLoad, onResolve }) {
    const seams = new Map(Object.entries(MODULES).map(([seam, path]) => [source + path, seam]));
    onResolve({ filter: /^right:/ }, ({ path }) => ({
      path: path.slice('right:'.length),
      namespace: 'right',
    }));
    onLoad({ filter: /./, namespace: 'right' }, ({ path }) => ({
      contents: readFileSync(path, 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const seam = seams.get(path);
      return seam
        ? {
            contents: `
              import { ${seam} as right } from 'right:${path}';
              import { atSeam } from '${source}testing/faults/seams.ts';
              export * from 'right:${path}';
              export const ${seam} = atSeam('${seam}', right);`,
            loader: 'ts',
            resolveDir: dirname(path),
          }
        : undefined;
    });
  },
};

/** Examines the schedules of the first seeds, until a promise is broken. */
const EXAMINE = `
  const { parentPort, workerData: { engine, name, schedules, climate } } = require('node:worker_threads');
  import(engine).then(async ({ examine, makeSchedule, FAULTS, plant }) => {
    plant(FAULTS[name] || {});
    let broken = [];
    for (let seed = 1; seed <= schedules && !broken[0]; seed++) {
      parentPort.postMessage(undefined);
      broken = await examine(makeSchedule(seed, climate));
    }
    parentPort.postMessage(broken);
  });
`;

let engine = '';

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { examine, makeSchedule } from './simulation/index.ts';
        export { FAULTS } from './faults/faults.ts';
        export { plant } from './faults/seams.ts';`,
      resolveDir: `${source}testing`,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [openSeams],
  });
  const [output] = outputFiles;
  engine = `data:text/javascript;base64,${Buffer.from(output?.contents ?? '').toString('base64')}`;
});

/** No schedule takes so long, in ms, but one that never ends. */
const HANGS = 30_000;

/** What breaks with this fault, in a thread of its own: a broken engine may go round for ever, or throw behind our back. */
const findBroken = (name: string, schedules: number) =>
  new Promise<string[]>((resolve) => {
    const worker = new Worker(EXAMINE, {
      eval: true,
      workerData: { engine, name, schedules, climate: CLIMATES[name] },
    });
    const end = (broken: string[]) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(broken);
    };
    const bite = () => setTimeout(end, HANGS, ['it goes round for ever']);
    let timer = bite();
    worker.on('message', (broken) => {
      clearTimeout(timer);
      if (broken) end(broken);
      else timer = bite();
    });
    worker.on('error', (cause) => end([`${cause}`]));
  });

describe('the simulation catches', () => {
  it.concurrent.each(Object.keys(FAULTS))('%s', { timeout: 1_200_000 }, async (name) => {
    expect(await findBroken(name, SCHEDULES)).not.toEqual([]);
  });

  it('nothing where nothing is planted', async () => {
    expect(await findBroken('', 100)).toEqual([]);
  });
});
