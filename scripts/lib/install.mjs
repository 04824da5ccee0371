import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm } from './command.mjs';
import { ROOT } from './root.mjs';
import { workspace } from './workspace.mjs';

/** Installs what the lockfile says, unless that is there already. */
export async function install() {
  if (isInstalled()) return;
  console.log('Installing dependencies. The first time takes a minute or so …');
  // Development dependencies build and test the project, whatever NODE_ENV says.
  await pnpm(['install', '--frozen-lockfile', '--prod=false']);
}

/** pnpm keeps the lockfile of what it installed, written last. */
function isInstalled() {
  const installed = join(ROOT, 'node_modules/.pnpm/lock.yaml');
  return (
    existsSync(installed) &&
    readFileSync(installed).equals(readFileSync(join(ROOT, 'pnpm-lock.yaml'))) &&
    workspace().every(
      ({ directory, hasDependencies }) => !hasDependencies || existsSync(join(directory, 'node_modules')),
    )
  );
}
