/** A Markdown table, one row a scenario. */
export function formatTable(/** @type {object[]} */ results) {
  const versions = [...new Set(results.map(({ version }) => version))].join(', ');
  const head = [
    'scenario',
    'engine',
    'tracked',
    'lost',
    'stored twice',
    'there 10 s after closing',
    'resent',
    'requests',
    'kept',
  ];
  const rows = results.map((each) => [
    each.title,
    each.engine,
    each.tracked,
    each.lost,
    each.duplicates,
    each.onTime ?? '',
    each.resent,
    each.requests,
    each.isLeftOut ? 'this browser cannot' : each.isKept ? 'yes' : 'NO',
  ]);
  const lines = [head, head.map((_, index) => (index > 1 ? '---:' : '---')), ...rows];
  const figures = results.flatMap(({ title, engine, figures }) =>
    Object.entries(figures).map(([what, value]) => `- ${title}, ${engine}: ${what} ${value.toFixed(1)}`),
  );
  return `${versions}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n${figures.length ? `\n${figures.join('\n')}\n` : ''}`;
}
