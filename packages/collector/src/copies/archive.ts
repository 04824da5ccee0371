import { join } from 'node:path';
import type { Store } from '@pugmark/store';
import {
  countOf,
  type Exported,
  type ExportOptions,
  exists,
  exportPart,
  type Part,
  partsOf,
} from './export.ts';

export interface ArchiveOptions extends ExportOptions {
  /** The first day that is kept. */
  before: string;
}

/**
 * Copies what is about to be deleted, and deletes it only when every event of it is on the disk: the days before one, and
 * all whose ids tell no day, some of which may be as old.
 */
export async function archive(store: Store, { before, ...options }: ArchiveOptions): Promise<Exported[]> {
  const parts = (await partsOf(store, { today: before })).filter(
    ({ name }) => name === 'other' || name < before,
  );
  const archived: Exported[] = [];
  for (const part of parts)
    archived.push(await exportWhole(store, await named(part, before, options), options));
  await store.prune(new Date(`${before}T00:00:00Z`));
  return archived;
}

/** Never the name of an older archive: what that holds may be deleted since. */
async function named(part: Part, before: string, { directory, format }: ExportOptions): Promise<Part> {
  const name = part.name === 'other' ? `other-before-${before}` : part.name;
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!(await exists(join(directory, `events-${free}.${format}`)))) return { ...part, name: free };
  }
}

async function exportWhole(store: Store, part: Part, options: ExportOptions): Promise<Exported> {
  const exported = await exportPart(store, part, { ...options, again: true });
  const there = await countOf(store, part);
  if (exported.events >= there) return exported;
  throw new Error(
    `${exported.file} holds ${exported.events} of ${there} events: some came meanwhile. Nothing was deleted; archive again.`,
  );
}
