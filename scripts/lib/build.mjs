import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pnpm } from './command.mjs';
import { contentHash } from './content-hash.mjs';
import { ROOT } from './root.mjs';
import { withNeeds, workspace } from './workspace.mjs';

const STAMPS = join(ROOT, 'node_modules/.cache/pugmark/builds.json');
/** What every build depends on besides the sources of its package. */
const SHARED = ['tsconfig.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((file) => join(ROOT, file));

/** Neither results nor tests go into a build. */
const isSource = (/** @type {string} */ name) =>
  !['node_modules', 'dist', 'coverage', 'results', 'e2e', 'README.md', 'CHANGELOG.md'].includes(name) &&
  !/\.test\.ts$/.test(name);

/**
 * Builds the named members of the workspace (default: all) and what they need, but only those whose sources, or
 * the sources of what they need, have changed since their last build, or whose output is not that of it any more.
 * @param {string[]} [names]
 */
export async function build(names) {
  const members = workspace();
  const wanted = withNeeds(members, names ?? members.map(({ name }) => name)).filter(
    ({ hasBuild }) => hasBuild,
  );
  const stamps = readStamps();

  /** @type {Map<string, string>} */
  const inputs = new Map();
  for (const { name, directory, needs } of wanted) {
    const own = contentHash([...SHARED, directory], isSource);
    inputs.set(name, [own, ...needs.map((need) => inputs.get(need) ?? '')].join(' '));
  }
  const stampOf = (/** @type {(typeof wanted)[number]} */ { name, directory }) =>
    `${inputs.get(name)} → ${contentHash([join(directory, 'dist')])}`;

  const outdated = wanted.filter((member) => stamps[member.name] !== stampOf(member));
  if (outdated.length === 0) return;
  console.log(`Building ${outdated.map(({ name }) => name).join(', ')} …`);
  // pnpm builds each after what it needs.
  await pnpm(['-r', ...outdated.flatMap(({ name }) => ['--filter', name]), 'run', 'build']);
  for (const member of outdated) stamps[member.name] = stampOf(member);
  mkdirSync(dirname(STAMPS), { recursive: true });
  writeFileSync(STAMPS, `${JSON.stringify(stamps, undefined, 2)}\n`);
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
}
