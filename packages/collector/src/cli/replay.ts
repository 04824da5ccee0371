import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { replayFile } from '../copies/replay.ts';
import { showProgress } from './progress.ts';

/** `pugmark-collector replay <file…>`: sends an export to a collector once more. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description(
      'send NDJSON files of an export to a collector, by whose plan and rules they go; safe to repeat',
    )
    .argument('<file...>', 'files of export --format ndjson')
    .option('--url <url>', 'the collector', 'http://127.0.0.1:8787')
    .addOption(new Option('--key <key>', 'write key, if it asks for one').env('PUGMARK_KEY'))
    .action(async (files: string[], target: { url: string; key?: string }) => {
      const progress = showProgress();
      try {
        for (const file of files) {
          const sum = await replayFile(target, file, (read) => progress.update(basename(file), read));
          const reasons = Object.entries(sum.reasons).map(([code, count]) => `${code} ${count}`);
          process.stdout.write(
            `${file}  ${sum.accepted} accepted, ${sum.duplicates} there already, ${sum.rejected} rejected` +
              `${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}\n`,
          );
        }
      } finally {
        progress.stop();
      }
    });
}
