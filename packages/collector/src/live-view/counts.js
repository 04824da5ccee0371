import { byId, drawBars, formatNumber, make, makeSvg, showFigure } from './dom.js';

/** The figures on top and the table by event. `pick(name)` narrows the list to one name. */
export function createCounts({ pick }) {
  /** Rows are kept by name, so that focus and hover survive a refresh. */
  const known = new Map();

  function rowOf(eventName) {
    const button = make('button.pick', eventName);
    button.type = 'button';
    button.title = `Show only ${eventName}`;
    button.addEventListener('click', () => pick(eventName));
    const spark = makeSvg('svg', { class: 'spark', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    const total = make('td');
    return { element: make('tr', make('td', button), make('td', spark), total), button, spark, total };
  }

  return function show({ total, names, minutes: perMinute, sinceStart, plan, events }, pickedName) {
    // The running minute is not over: the rest is taken from the one before.
    const gone = (Date.now() % 60_000) / 60_000;
    showFigure('rate', Math.round(perMinute[29] + perMinute[28] * (1 - gone)));
    drawBars(byId('rate-chart'), perMinute, 300, 60);
    showFigure('total', total);
    byId('total-note').textContent =
      `events of ${formatNumber(names)} ${names === 1 ? 'name' : 'names'}${planNote(plan)}`;
    showFigure('duplicates', sinceStart.duplicates);
    showFigure('rejected', sinceStart.rejected);

    const table = byId('counts');
    for (const { eventName, total: count, minutes } of events) {
      const row = known.get(eventName) ?? rowOf(eventName);
      known.set(eventName, row);
      row.button.setAttribute('aria-pressed', String(eventName === pickedName));
      row.total.textContent = formatNumber(count);
      row.total.title = count.toLocaleString('en');
      drawBars(row.spark, minutes, 122, 24);
    }
    events.forEach(({ eventName }, index) => {
      const { element } = known.get(eventName);
      if (table.children[index] !== element) table.insertBefore(element, table.children[index] ?? null);
    });
    byId('counts-more').hidden = names <= events.length;
    byId('counts-more').textContent = `The ${events.length} most frequent of ${formatNumber(names)} names.`;
    byId('counts-none').hidden = events.length > 0;
    byId('names').replaceChildren(
      ...events.map(({ eventName }) => {
        const option = make('option');
        option.value = eventName;
        return option;
      }),
    );
  };
}

/** What the tracking plan found since the start. */
function planNote(plan) {
  if (!plan) return '';
  return ` · off plan ${formatNumber(plan.faulty)}, unknown ${formatNumber(plan.unknown)}`;
}
