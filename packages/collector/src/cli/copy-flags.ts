import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FormatName } from '../copies/event-file.ts';
import type { Exported } from '../copies/export.ts';
import { addStoreFlags, type StoreFlags } from './store-flags.ts';

export interface CopyFlags extends StoreFlags {
  out: string;
  format: FormatName;
}

/** The flags that say where from and where to events are copied. */
export function addCopyFlags(command: Command): Command {
  return addStoreFlags(command)
    .requiredOption('--out <dir>', 'directory for the files')
    .addOption(
      new Option('--format <format>', 'parquet needs hyparquet-writer')
        .choices(['ndjson', 'csv', 'parquet'])
        .default('ndjson'),
    );
}

/** Reads the value of a flag that is a day. */
export function day(text: string): string {
  const isDay = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw new InvalidArgumentError('It must be a day in UTC such as 2026-05-01.');
  return text;
}

export const today = (): string => new Date().toISOString().slice(0, 10);

export function printExported({ file, events, isOld }: Exported): void {
  process.stdout.write(isOld ? `${file}  there already\n` : `${file}  ${events} events\n`);
}
