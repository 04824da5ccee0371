import {
  createMemoryStore,
  createPgliteStore,
  createPostgresStore,
  type PostgresStoreOptions,
  type Store,
} from '@pugmark/store';
import { type Command, Option } from 'commander';

/** What says where the events are kept. */
export interface StoreFlags {
  data: string;
  memory?: true;
  store?: string;
}

/** The flags that say where the events are kept, for a command that works on them. */
export function addStoreFlags(command: Command): Command {
  return command
    .option('--data <dir>', 'directory of the data', '.pugmark/data')
    .addOption(
      new Option('--store <url>', 'PostgreSQL that keeps the events: postgres://user@host:5432/database')
        .env('PUGMARK_STORE')
        .conflicts(['data']),
    );
}

export interface OpenOptions extends Omit<PostgresStoreOptions, 'url'> {
  onDamagedData?: 'fail' | 'begin_anew';
}

/** Opens the store that the flags name. A collector that runs on the same directory makes it fail, with a sentence. */
export async function openStore(
  { memory, store, data }: StoreFlags,
  { onDamagedData, ...options }: OpenOptions = {},
): Promise<Store> {
  if (memory) return createMemoryStore();
  if (store) return createPostgresStore({ url: store, ...options });
  return createPgliteStore({
    dataDir: data,
    ...(typeof options.keepDays === 'number' ? { keepDays: options.keepDays } : {}),
    ...(onDamagedData ? { onDamagedData } : {}),
    ...(options.onFailure ? { onFailure: options.onFailure } : {}),
  });
}

/** Where events are kept, in words, without a password. */
export function placeOf({ memory, store, data }: StoreFlags): string {
  if (memory) return 'in memory';
  if (!store) return `in ${data}`;
  const { host, pathname } = new URL(store);
  return `in PostgreSQL, ${host}${pathname}`;
}
