/**
 * Packs each public package as it would be published and checks the tarball: publint reads the manifest and the
 * files (strictly), "are the types wrong" resolves the types as every kind of consumer does.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { pnpm } from './lib/command.mjs';
import { install } from './lib/install.mjs';
import { ROOT } from './lib/root.mjs';
import { workspace } from './lib/workspace.mjs';

/** Node 10 knew no `exports`, and so no entries besides the first; ours need Node 20. */
const PROFILE = 'node16';
/** Entries without types on purpose: a script for a script tag. */
const UNTYPED = ['cdn'];

await install();
await build();
const directory = mkdtempSync(join(tmpdir(), 'pugmark-pack-'));
let failed = 0;
try {
  for (const { name, directory: source } of workspace().filter(({ isPublic }) => isPublic)) {
    console.log(`\n${name}`);
    const into = join(directory, name.replace(/\W/g, '-'));
    await pnpm(['-C', source, 'pack', '--pack-destination', into]);
    const tarball = join(into, readdirSync(into)[0] ?? '');
    failed += check('publint', ['run', tarball, '--strict']);
    failed += check('attw', [
      tarball,
      '--no-emoji',
      '--profile',
      PROFILE,
      '--exclude-entrypoints',
      ...UNTYPED,
    ]);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);

/**
 * Runs a tool of the project; 1 when it found something.
 * @param {string} tool
 * @param {string[]} args
 */
function check(tool, args) {
  try {
    execFileSync(join(ROOT, 'node_modules/.bin', tool), args, { stdio: 'inherit' });
    return 0;
  } catch {
    return 1;
  }
}
