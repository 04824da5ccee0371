import type { Command } from 'commander';
import { exportPart, partsOf } from '../copies/export.ts';
import { addCopyFlags, type CopyFlags, day, printExported, today } from './copy-flags.ts';
import { showProgress } from './progress.ts';
import { openStore } from './store-flags.ts';

interface Flags extends CopyFlags {
  from?: string;
  to?: string;
  again?: true;
}

/** `pugmark-collector export`: copies events into files, one for each day. */
export function addExport(program: Command): void {
  addCopyFlags(
    program
      .command('export')
      .description('copy events into files, one for each day; run again, it goes on where it ended'),
  )
    .option('--from <day>', 'first day, such as 2026-05-01 in UTC (default: all)', day)
    .option('--to <day>', 'last day (default: all, and what has ids that tell no day)', day)
    .option('--again', 'write files again that are there')
    .action(async ({ out: directory, format, from, to, again, ...flags }: Flags) => {
      const store = await openStore(flags, { keepDays: 'as it is' });
      const progress = showProgress();
      try {
        const parts = await partsOf(store, {
          ...(from ? { from } : {}),
          ...(to ? { to } : {}),
          today: today(),
        });
        for (const part of parts) {
          const exported = await exportPart(store, part, {
            directory,
            format,
            ...(again ? { again } : {}),
            onProgress: ({ name, done, total }) => progress.update(name, done, total),
          });
          printExported(exported);
        }
      } finally {
        progress.stop();
        await store.close();
      }
    });
}
