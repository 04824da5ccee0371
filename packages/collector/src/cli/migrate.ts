import type { Command } from 'commander';
import { addStoreFlags, openStore, placeOf, type StoreFlags } from './store-flags.ts';

/** `pugmark-collector migrate`: brings a store up to date before a collector does. */
export function addMigrate(program: Command): void {
  addStoreFlags(
    program
      .command('migrate')
      .description('bring the tables up to date and end; a collector that starts does the same'),
  ).action(async (flags: StoreFlags) => {
    const store = await openStore(flags, { keepDays: 'as it is' });
    await store.close();
    process.stdout.write(`The tables are up to date: ${placeOf(flags)}.\n`);
  });
}
