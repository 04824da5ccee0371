import type { Answer, Series } from '@pugmark/insights';

export interface Table {
  head: string[];
  rows: (string | number | null)[][];
}

/** An answer as tables. */
export function toTables(answer: Answer): Table[] {
  if ('series' in answer) return [ofSeries(answer.series)];
  if ('groups' in answer)
    return answer.groups.map(({ group, steps }) => ({
      head: [
        group === undefined ? 'step' : `step of ${nameOf(group)}`,
        'count',
        'from first',
        'from previous',
        'median s',
      ],
      rows: steps.map(({ event, count, fromFirst, fromPrevious, medianMs }) => [
        event,
        count,
        fromFirst,
        fromPrevious,
        medianMs === null ? null : medianMs / 1000,
      ]),
    }));
  if ('cohorts' in answer) {
    const periods = answer.cohorts[0]?.returned.length ?? 0;
    return [
      {
        head: ['cohort', 'size', ...Array.from({ length: periods }, (_, index) => `+${index}`)],
        rows: answer.cohorts.map(({ time, size, returned }) => [time, size, ...returned]),
      },
    ];
  }
  return [
    {
      head: ['step', 'from', 'to', 'count'],
      rows: answer.links.map(({ step, from, to, count }) => [step, from, to, count]),
    },
  ];
}

function ofSeries(series: readonly Series[]): Table {
  const times = series[0]?.points.map(({ time }) => time) ?? [];
  return {
    head: [
      '',
      ...series.map(({ group, other }) => (other ? 'other' : group === undefined ? 'value' : nameOf(group))),
    ],
    rows: [
      ...times.map((time, index) => [time, ...series.map(({ points }) => points[index]?.value ?? null)]),
      ['total', ...series.map(({ total }) => total)],
    ],
  };
}

const nameOf = (group: unknown) =>
  group === null ? 'missing' : typeof group === 'string' ? group : JSON.stringify(group);

export function writeTable({ head, rows }: Table): string {
  const lines = [head, ...rows.map((row) => row.map(show))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const write = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return `${lines.map(write).join('\n')}\n`;
}

const show = (cell: string | number | null): string => {
  if (cell === null) return '–';
  return typeof cell === 'string' ? cell : String(Math.round(cell * 10_000) / 10_000);
};

/** RFC 4180. A cell that a spreadsheet would take for a formula gets a quote in front. */
export function writeCsv({ head, rows }: Table): string {
  const write = (cell: string | number | null) => {
    if (cell === null) return '';
    if (typeof cell === 'number') return String(cell);
    const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [head, ...rows].map((row) => `${row.map(write).join(',')}\r\n`).join('');
}
