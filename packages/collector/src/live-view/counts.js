import { drawBars, showFigure } from './charts.js';
import { byId, make, makeButton, makeSvg } from './dom.js';
import { formatNumber, formatWhole } from './format.js';
import { say } from './language.js';

/** The figures on top and the table by event. `pick(name)` narrows the list to one name. */
export function createCounts({ pick }) {
  /** Rows are kept by name, so that focus and hover survive a refresh. */
  const known = new Map();
  const find = byId('find-name');
  let latest;

  function rowOf(eventName) {
    const button = makeButton('button.pick', eventName, () => pick(eventName));
    button.title = say('showOnly', { name: eventName });
    const spark = makeSvg('svg', { class: 'spark', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    const total = make('td');
    return {
      element: make('tr', make('td', button), make('td', spark), total),
      button,
      spark,
      total,
      drawn: '',
    };
  }

  function showTable({ names, events }, pickedName) {
    const table = byId('counts');
    const part = find.value.trim().toLowerCase();
    const wanted = events.filter(({ eventName }) => eventName.includes(part));
    for (const { eventName, total: count, minutes } of wanted) {
      const row = known.get(eventName) ?? rowOf(eventName);
      known.set(eventName, row);
      row.button.setAttribute('aria-pressed', String(eventName === pickedName));
      row.total.textContent = formatNumber(count);
      row.total.title = formatWhole(count);
      const drawn = minutes.join();
      if (row.drawn !== drawn) drawBars(row.spark, minutes, { width: 122, height: 24 });
      row.drawn = drawn;
    }
    wanted.forEach(({ eventName }, index) => {
      const { element } = known.get(eventName);
      if (table.children[index] !== element) table.insertBefore(element, table.children[index] ?? null);
    });
    while (table.childElementCount > wanted.length) table.lastElementChild.remove();
    find.hidden = events.length < 10;
    byId('counts-more').hidden = names <= events.length;
    byId('counts-more').textContent = say('mostFrequent', {
      shown: events.length,
      count: formatNumber(names),
    });
    byId('counts-none').hidden = wanted.length > 0;
    byId('counts-none').textContent = say(events.length > 0 ? 'noName' : 'countsNone');
    byId('names').replaceChildren(
      ...events.map(({ eventName }) => {
        const option = make('option');
        option.value = eventName;
        return option;
      }),
    );
  }

  find.addEventListener('input', () => latest && showTable(...latest));

  return function show(counts, pickedName) {
    const { total, names, minute, minutes: perMinute, sinceStart, plan } = counts;
    // The running minute is not over: the rest is taken from the one before.
    const gone = (Date.now() % 60_000) / 60_000;
    showFigure('rate', Math.round(perMinute[29] + perMinute[28] * (1 - gone)));
    drawBars(byId('rate-chart'), perMinute, { width: 300, height: 60, lastMinute: Date.parse(minute) });
    showFigure('total', total);
    byId('total-note').textContent = [
      names === 1 ? say('namesOne') : say('namesMany', { count: formatNumber(names) }),
      ...(plan
        ? [say('planNote', { faulty: formatNumber(plan.faulty), unknown: formatNumber(plan.unknown) })]
        : []),
    ].join(' · ');
    showFigure('duplicates', sinceStart.duplicates);
    showFigure('rejected', sinceStart.rejected);
    const problems = sinceStart.rejected + (plan ? plan.faulty + plan.unknown : 0);
    byId('problems-count').hidden = problems === 0;
    byId('problems-count').textContent = formatNumber(problems);
    latest = [counts, pickedName];
    showTable(counts, pickedName);
  };
}
