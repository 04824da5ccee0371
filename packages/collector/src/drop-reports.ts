import { MAX_ID } from '@pugmark/core/vocabulary';
import type { DropReport } from '@pugmark/store';
import { isObject } from './object.ts';
import { cleanText } from './stages/text.ts';

const MAX_REPORTS = 1_000;
/** Of all reports of a request together. */
const MAX_RANGES = 10_000;
const REASON = /^[a-z][a-z_]{0,31}$/;

/**
 * The reports of a request that make sense. A damaged one is left out, and so is a list that is none: neither may hold up
 * the events beside it.
 */
export function readDropReports(value: unknown): DropReport[] {
  if (!Array.isArray(value)) return [];
  let room = MAX_RANGES;
  return value.slice(0, MAX_REPORTS).flatMap((item): DropReport[] => {
    const report = readReport(item);
    if (!report) return [];
    const { length } = 'ranges' in report ? report.ranges : [];
    if (length > room) return [];
    room -= length;
    return [report];
  });
}

function readReport(value: unknown): DropReport | undefined {
  if (!isObject(value)) return undefined;
  const { reason } = value;
  const streamId = readId(value.streamId);
  if (!streamId || typeof reason !== 'string' || !REASON.test(reason)) return undefined;
  // This collector counts its rejections itself; reports of them come from trackers of before it did. Their totals as of
  // then stay in the store, and still explain the gaps of then. What such a tracker reports late, or gave up after a 400,
  // shows as lost: a gap too many may be looked into, while a total that counts twice would hide a real loss.
  if (reason === 'rejected') return undefined;
  // Any word is a reason: a newer tracker may know one that this collector does not.
  if (value.ranges !== undefined) {
    const ranges = readRanges(value.ranges);
    return ranges && { streamId, reason, ranges };
  }
  if (!isNumber(value.count)) return undefined;
  const by = readId(value.by);
  return { streamId, reason, count: value.count, ...(by ? { by } : {}) };
}

function readRanges(value: unknown): [number, number][] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const ranges: [number, number][] = [];
  for (const range of value) {
    if (!Array.isArray(range) || range.length !== 2) return undefined;
    const [from, to] = range as unknown[];
    if (!isNumber(from) || !isNumber(to) || from > to) return undefined;
    ranges.push([from, to]);
  }
  return ranges;
}

/** As a stored event names its stream. */
function readId(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= MAX_ID ? cleanText(value, MAX_ID) : undefined;
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
