import { access, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventInventory, type IdRange, idsOfDay } from '@pugmark/store';
import { beginCsv } from './csv.ts';
import type { BeginFile, FormatName } from './event-file.ts';
import { beginNdjson } from './ndjson.ts';
import { beginParquet } from './parquet.ts';

/** What one file holds: a day, or what lies in no day since its ids tell no time. */
export interface Part {
  name: string;
  ranges: readonly IdRange[];
  /** Whether more may come to it. */
  isOpen: boolean;
}

export interface PartProgress {
  name: string;
  done: number;
  total: number;
}

export interface ExportOptions {
  directory: string;
  format: FormatName;
  /** Writes again what is there already. */
  again?: boolean;
  onProgress?: (progress: PartProgress) => void;
}

const FORMATS: Record<FormatName, BeginFile> = { ndjson: beginNdjson, csv: beginCsv, parquet: beginParquet };
const PAGE = 2_000;

/** The days from one to another, both included; without them all days, and what lies in none. */
export async function partsOf(
  store: EventInventory,
  { from, to, today }: { from?: string; to?: string; today: string },
): Promise<Part[]> {
  const all = await store.days();
  const days = all.filter((day) => (from === undefined || day >= from) && (to === undefined || day <= to));
  const parts = days.map((day): Part => ({ name: day, ranges: [idsOfDay(day)], isOpen: day >= today }));
  if (from !== undefined || to !== undefined) return parts;
  return [...parts, { name: 'other', ranges: gapsBetween(all), isOpen: true }];
}

/** The ranges of ids before, between and after days. */
function gapsBetween(days: readonly string[]): IdRange[] {
  const gaps: IdRange[] = [];
  let from = '00000000-0000-0000-0000-000000000000';
  for (const day of days) {
    const ids = idsOfDay(day);
    if (from < ids.from) gaps.push({ from, to: ids.from });
    from = ids.to;
  }
  return [...gaps, { from }];
}

export interface Exported {
  file: string;
  events: number;
  /** Whether it was there already, finished. */
  isOld: boolean;
}

/**
 * Writes a part into a file of its own: under another name first, so that a file of the right name is whole. What a run
 * before has written of it is kept, where the format allows.
 */
export async function exportPart(
  store: EventInventory,
  part: Part,
  options: ExportOptions,
): Promise<Exported> {
  const { directory, format, again = false, onProgress = () => {} } = options;
  const file = join(directory, `events-${part.name}.${format}`);
  if (!again && !part.isOpen && (await exists(file))) return { file, events: 0, isOld: true };
  await mkdir(directory, { recursive: true });
  const begun = await FORMATS[format](`${file}.part`);
  let { count } = begun;
  try {
    const total = await countOf(store, part);
    for (const range of part.ranges) {
      for await (const events of pagesOf(store, range, begun.after)) {
        await begun.file.append(events);
        count += events.length;
        onProgress({ name: part.name, done: count, total: Math.max(total, count) });
      }
    }
    await begun.file.finish();
  } catch (error) {
    await begun.file.abandon();
    throw error;
  }
  await rename(`${file}.part`, file);
  return { file, events: count, isOld: false };
}

export async function countOf(store: EventInventory, { ranges }: Part): Promise<number> {
  let sum = 0;
  for (const range of ranges) sum += await store.countIn(range);
  return sum;
}

async function* pagesOf(store: EventInventory, range: IdRange, begun: string | undefined) {
  // It was written in the order of ids, so that whole ranges may be done.
  if (begun !== undefined && range.to !== undefined && range.to <= begun) return;
  let after = begun !== undefined && begun >= range.from ? begun : undefined;
  for (;;) {
    const events = await store.eventsIn(range, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    if (events.length > 0) yield events;
    if (events.length < PAGE) return;
    after = events.at(-1)?.eventId;
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
