import type { Answer } from '@pugmark/insights';
import type { Words } from './words.ts';

export type Cell = string | number | null;
export type Row = Cell[];

/** Any answer as rows, the first of them the head. */
export function tableOf(answer: Answer, words: Words): Row[] {
  if ('series' in answer) {
    const rows = answer.series.flatMap(({ group, other, points, total, previous }): Row[] => {
      const name = other ? words.other : group === undefined ? '' : String(group);
      if (points.length > 1) return points.map(({ time, value }) => [name, time.slice(0, 16), value]);
      return [[name, words.total, total], ...(previous ? [[name, words.before, previous.total]] : [])];
    });
    return [['group', 'time', 'value'], ...rows];
  }
  if ('groups' in answer)
    return [
      ['group', 'step', 'count', '% of first', '% of previous'],
      ...answer.groups.flatMap(({ group, steps }) =>
        steps.map(
          ({ event, count, fromFirst, fromPrevious }): Row => [
            group === undefined ? '' : String(group),
            event,
            count,
            percent(fromFirst),
            percent(fromPrevious),
          ],
        ),
      ),
    ];
  if ('cohorts' in answer)
    return [
      ['start', 'size', ...(answer.cohorts[0]?.returned ?? []).map((_, index) => `${index}`)],
      ...answer.cohorts.map(({ time, size, returned }): Row => [time.slice(0, 10), size, ...returned]),
    ];
  return [
    ['step', 'from', 'to', 'count'],
    ...answer.links.map(({ step, from, to, count }): Row => [step, from, to, count]),
  ];
}

const percent = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 10);

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function toCsv(rows: readonly Row[]): string {
  const cell = (value: Cell) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
