import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILT_IN = new Set(['install', 'i', 'ci', 'add', 'exec', 'dlx']);

/**
 * Blocks in `bash` parse, and name only scripts of the project and flags of the collector that exist.
 *
 * @param {string} root
 * @param {import('./page.mjs').Block[]} blocks
 */
export function checkShell(root, blocks) {
  if (blocks.length === 0) return [];
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const cli = join(root, 'packages/collector/dist/cli.js');
  const help = spawnSync(process.execPath, [cli, '--help'], { encoding: 'utf8' });
  if (help.status !== 0) return [`The collector's --help failed: ${help.stderr}`];

  return blocks.flatMap(({ where, code }) => {
    const problems = [];
    const parsed = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
    if (parsed.status !== 0) problems.push(`${where}: ${parsed.stderr}`);
    for (const [, script = ''] of code.matchAll(/^(?:npm run|npm|pnpm) ([\w-]+)/gm)) {
      if (!(script in scripts) && !BUILT_IN.has(script))
        problems.push(`${where}: there is no script ${script}`);
    }
    for (const [command] of code.replace(/\\\n/g, ' ').matchAll(/@pugmark\/collector .*/g)) {
      for (const [flag] of command.matchAll(/--[\w-]+/g)) {
        if (!help.stdout.includes(`${flag} `)) problems.push(`${where}: the collector has no ${flag}`);
      }
    }
    return problems;
  });
}
