import type { Command } from 'commander';
import { day } from './copy-flags.ts';
import { addStoreFlags, openStore, placeOf, type StoreFlags } from './store-flags.ts';

/** `pugmark-collector prune --before <day>`: deletes what is older. */
export function addPrune(program: Command): void {
  addStoreFlags(
    program.command('prune').description('delete the days before one, for good; archive copies them first'),
  )
    .requiredOption('--before <day>', 'the first day that stays, such as 2026-05-01 in UTC', day)
    .action(async ({ before, ...flags }: StoreFlags & { before: string }) => {
      const store = await openStore(flags, { keepDays: 'as it is' });
      try {
        await store.prune(new Date(`${before}T00:00:00Z`));
        process.stdout.write(`Nothing of before ${before} is ${placeOf(flags)} any more.\n`);
      } finally {
        await store.close();
      }
    });
}
