import type { BatchReport } from './options.ts';

const MAX_NAMES = 6;

export function printStart(start: { url: string; viewUrl: string; kept: string }): void {
  process.stdout.write(
    [
      '',
      '  Pugmark collector',
      '',
      `  Send events to  ${start.url}/tracking/events/batch`,
      `  Live view       ${start.viewUrl}`,
      `  Events kept     ${start.kept}`,
      '',
      '',
    ].join('\n'),
  );
}

/** One line for each batch. Names have passed validation, so they cannot carry terminal codes. */
export function printBatch({ receivedAt, accepted, duplicates, rejected, names }: BatchReport): void {
  const time = new Date(receivedAt).toTimeString().slice(0, 8);
  const counts = [
    `${accepted} accepted`,
    ...(duplicates > 0 ? [`${duplicates} duplicate`] : []),
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
  ];
  const listed = [...names]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => (count > 1 ? `${name} ×${count}` : name));
  const more = listed.length > MAX_NAMES ? [`and ${listed.length - MAX_NAMES} more`] : [];
  process.stdout.write(
    `${time}  ${counts.join(', ').padEnd(24)}  ${[...listed.slice(0, MAX_NAMES), ...more].join(', ')}\n`,
  );
}
