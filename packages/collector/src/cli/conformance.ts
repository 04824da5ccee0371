import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { checkConformance, type Outcome } from '../conformance/check.ts';

interface Flags {
  key?: string;
  token?: string;
  json?: true;
}

/** `pugmark-collector conformance <url>`: tries the rules of the protocol on a collector, whoever wrote it. */
export function addConformance(program: Command): void {
  program
    .command('conformance')
    .description('try each rule of the protocol on a collector; ends with 1 when one is broken')
    .argument('<url>', 'its address; events named conformance_check are left there')
    .option('--key <key>', 'write key, if it asks for one')
    .addOption(
      new Option(
        '--token <token>',
        'token for reading; without it the rules on what is told are left out',
      ).env('PUGMARK_TOKEN'),
    )
    .option('--json', 'print the outcomes as JSON')
    .action(async (url: string, { json, ...access }: Flags) => {
      if (!URL.canParse(url))
        throw new Error(`${url} is no address: give one such as http://127.0.0.1:8787.`);
      const outcomes: Outcome[] = [];
      for await (const outcome of checkConformance({ url, ...access })) {
        outcomes.push(outcome);
        if (!json) printOutcome(outcome);
      }
      if (json) process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
      else printSum(outcomes);
      if (outcomes.some(({ result }) => result === 'broken')) process.exitCode = 1;
    });
}

const SIGNS = { kept: styleText('green', '✓'), broken: styleText('red', '✗'), 'left out': '–' };

function printOutcome(outcome: Outcome): void {
  const reason = outcome.result === 'kept' ? '' : `\n    ${outcome.reason}  (${outcome.section})`;
  process.stdout.write(`${SIGNS[outcome.result]} ${outcome.name}${reason}\n`);
}

function printSum(outcomes: Outcome[]): void {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  process.stdout.write(
    `\n${count('kept')} of ${outcomes.length} rules are kept, ${count('broken')} broken, ${count('left out')} left out. ` +
      'The rules: docs/protocol.md.\n',
  );
}
