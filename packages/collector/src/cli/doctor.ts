import { styleText } from 'node:util';
import type { Command } from 'commander';
import { type Finding, findProblems } from '../doctor/find-problems.ts';
import { addStoreFlags, openStore, type StoreFlags } from './store-flags.ts';

interface Flags extends StoreFlags {
  url?: string;
  plan?: string;
}

const SIGNS = {
  good: styleText('green', '✓'),
  warning: styleText('yellow', '!'),
  bad: styleText('red', '✗'),
};

/** `pugmark-collector doctor`: looks at all that a collector needs, and says what to do. */
export function addDoctor(program: Command): void {
  addStoreFlags(
    program
      .command('doctor')
      .description('check the store, plan, followers, disk and clock; ends with 1 when something is wrong'),
  )
    .option(
      '--url <url>',
      'a collector that runs: its health and clock are looked at, and its store is not opened',
    )
    .option('--plan <file>', 'tracking plan to check')
    .action(async ({ url, plan, ...flags }: Flags) => {
      const findings: Finding[] = [];
      const options = {
        ...(url ? { url } : { open: () => openStore(flags, { keepDays: 'as it is' }) }),
        ...(plan ? { plan } : {}),
        ...(url || flags.store ? {} : { directory: flags.data }),
      };
      for await (const finding of findProblems(options)) {
        findings.push(finding);
        process.stdout.write(`${SIGNS[finding.state]} ${finding.what}: ${finding.text}\n`);
      }
      if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1;
    });
}
