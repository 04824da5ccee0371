import type { BatchReport } from '../sink.ts';

const MAX_NAMES = 6;

/** Where a collector that has started is. */
export interface Start {
  url: string;
  /** With the token only when that is a random one. */
  viewUrl: string;
  kept: string;
}

export function printStart(start: Start): void {
  process.stdout.write(
    [
      '',
      '  Pugmark collector',
      '',
      `  apiUrl       ${start.url}`,
      `  Live view    ${start.viewUrl}`,
      `  Events kept  ${start.kept}`,
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

const REPEAT = 60_000;

/**
 * Prints errors to stderr. While something is broken every request fails for the same reason, so that a line is printed
 * again only after a minute, with how often it came.
 */
export function createErrorPrinter(title: string): (error: unknown) => void {
  let last = { text: '', at: 0, repeated: 0 };
  return (error) => {
    const text = error instanceof Error ? error.message : String(error);
    const now = Date.now();
    if (text === last.text && now - last.at < REPEAT) {
      last.repeated++;
      return;
    }
    const again = last.repeated > 0 ? ` (the line before came ${last.repeated} more times)` : '';
    last = { text, at: now, repeated: 0 };
    process.stderr.write(`${title}: ${text}${again}\n`);
  };
}
