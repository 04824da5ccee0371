import type { Command } from 'commander';
import { archive } from '../copies/archive.ts';
import { addCopyFlags, type CopyFlags, day, printExported } from './copy-flags.ts';
import { showProgress } from './progress.ts';
import { openStore } from './store-flags.ts';

interface Flags extends CopyFlags {
  before: string;
}

/** `pugmark-collector archive`: copies old days into files, and then deletes them. */
export function addArchive(program: Command): void {
  addCopyFlags(
    program
      .command('archive')
      .description(
        'copy the days before one into files, and delete them from the store once the files are whole',
      ),
  )
    .requiredOption('--before <day>', 'the first day that stays, such as 2026-05-01 in UTC', day)
    .action(async ({ out: directory, format, before, ...flags }: Flags) => {
      const store = await openStore(flags, { keepDays: 'as it is' });
      const progress = showProgress();
      try {
        const archived = await archive(store, {
          before,
          directory,
          format,
          onProgress: ({ name, done, total }) => progress.update(name, done, total),
        });
        progress.stop();
        archived.forEach(printExported);
        process.stdout.write(`Nothing of before ${before} is in the store any more.\n`);
      } finally {
        progress.stop();
        await store.close();
      }
    });
}
