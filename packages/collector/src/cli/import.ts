import { basename } from 'node:path';
import type { Command } from 'commander';
import { importFile } from '../copies/import.ts';
import { showProgress } from './progress.ts';
import { addStoreFlags, openStore, type StoreFlags } from './store-flags.ts';

/** `pugmark-collector import <file…>`: brings an export back into a store. */
export function addImport(program: Command): void {
  addStoreFlags(
    program
      .command('import')
      .description('bring NDJSON files of an export into the store, as they are; safe to repeat')
      .argument('<file...>', 'files of export --format ndjson'),
  ).action(async (files: string[], flags: StoreFlags) => {
    const store = await openStore(flags, { keepDays: 'as it is' });
    const progress = showProgress();
    try {
      for (const file of files) {
        const sum = await importFile(store, file, {
          onProgress: (read) => progress.update(basename(file), read),
        });
        process.stdout.write(
          `${file}  ${sum.accepted} accepted, ${sum.duplicates} there already, ${sum.refused} refused (too old, or erased)\n`,
        );
      }
    } finally {
      progress.stop();
      await store.close();
    }
  });
}
