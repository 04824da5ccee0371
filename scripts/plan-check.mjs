/** `pnpm plan:check`: the plans are right, the examples' types are up to date with them, and their code tracks what they say. Needs the packages built. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLANS = 'packages/plan/plans';
const plan = (/** @type {string} */ name) => `${PLANS}/${name}.yaml`;

const COMMANDS = [
  ['check', ...['ai-service', 'escort', 'lead-funnel', 'pool-hall'].map(plan)],
  ['types', plan('lead-funnel'), '-o', 'examples/web/src/tracking-plan.ts', '--check'],
  ['types', plan('escort'), '-o', 'examples/taro/src/tracking-plan.ts', '--check'],
  ['scan', 'examples/web/src', '--plan', plan('lead-funnel')],
  // The order service and the mini-program fire the events of this plan together.
  [
    'scan',
    'examples/node/src',
    '--plan',
    plan('escort'),
    '--allow',
    'never_fired',
    '--ignore',
    '**/equipment.js',
  ],
  ['scan', 'examples/node/src/equipment.js', '--plan', plan('pool-hall'), '--allow', 'never_fired'],
  ['scan', 'examples/taro/src', '--plan', plan('escort'), '--allow', 'never_fired'],
];

let failed = false;
for (const args of COMMANDS) {
  console.log(`pugmark ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, ['packages/plan/bin/pugmark.js', ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
