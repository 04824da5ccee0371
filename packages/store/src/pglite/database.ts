import { existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import type { SqlClient } from '../sql/client.ts';

/** Opens the database of a directory; makes it when it is not there. */
export async function openDatabase(directory: string): Promise<SqlClient> {
  if (!existsSync(directory)) await create(directory);
  try {
    // Not relaxed: a commit must be with the system before it is acknowledged.
    return toClient(await PGlite.create({ dataDir: directory, relaxedDurability: false }));
  } catch (error) {
    throw new DamagedDataError(directory, error);
  }
}

/** Made beside its place and moved there when complete, so that a kill in between leaves nothing half made. */
async function create(directory: string): Promise<void> {
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  const database = await PGlite.create({ dataDir: draft });
  await database.close();
  await rename(draft, directory);
}

/** What the SQL store needs, over a database of this kind. */
export function toClient(database: PGlite): SqlClient {
  return {
    query: (sql, params) => rows(database, sql, params),
    transaction: (work) =>
      database.transaction((tx) => work({ query: (sql, params) => rows(tx, sql, params) })),
    close: () => database.close(),
  };
}

/**
 * As bytes: the driver measures text one character at a time, which is slow for a batch of a megabyte.
 * Its types speak of text only, while it passes bytes on as they are.
 */
const serializers = { [types.JSON]: (json: string) => Buffer.from(json) as unknown as string };

async function rows<Row>(on: PGlite | Transaction, sql: string, params?: unknown[]): Promise<Row[]> {
  return (await on.query<Row>(sql, params, { serializers })).rows;
}

/** The database cannot open its files. What it says itself helps nobody: "Aborted(). Build with -sASSERTIONS". */
export class DamagedDataError extends Error {
  override readonly name = 'DamagedDataError';
  constructor(directory: string, cause: unknown) {
    const version = versionOf(directory);
    super(
      `The database in ${directory} cannot be opened. It is damaged, or ${version ? `its version (PostgreSQL ${version}) is` : 'it is'} ` +
        `not the one that this collector has built in. Put back a copy of the directory, or begin with an empty database ` +
        `and keep this one beside it: --begin-anew. (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  }
}

function versionOf(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
