import { byId, make, makeButton, walkByArrows } from './dom.js';
import { formatClock, formatNumber, formatShortDay, shortId } from './format.js';
import { say } from './language.js';

const PAGE = 200;

/** What was rejected and why, and what the tracking plan found wrong. */
export function createProblems({ read, openRejected, findFaulty }) {
  const rows = byId('rejected-rows');
  const keepStop = walkByArrows(rows);
  let code = '';
  let drawn;

  async function showRejected() {
    const page = await read(`api/rejected?limit=${PAGE}`).catch(() => undefined);
    byId('rejected-none').hidden = page !== undefined && page.events.length > 0;
    byId('rejected-none').textContent = say(page ? 'rejectedNone' : 'rejectedNotHere');
    if (!page) return;
    // Drawn again only when something came: whoever walks through the rows keeps their place.
    const state = JSON.stringify([code, page.events[0]?.rejectedId, page.events.length]);
    if (state === drawn) return;
    drawn = state;
    const counts = new Map();
    for (const event of page.events) counts.set(event.code, (counts.get(event.code) ?? 0) + 1);
    if (!counts.has(code)) code = '';
    byId('rejected-codes').replaceChildren(
      ...[['', page.events.length], ...counts].map(([value, count]) => {
        const button = makeButton('button.choice', `${value || say('all')} ${formatNumber(count)}`, () => {
          code = value;
          showRejected();
        });
        button.setAttribute('aria-pressed', String(value === code));
        return button;
      }),
    );
    byId('rejected-codes').hidden = page.events.length === 0;
    rows.replaceChildren(
      ...page.events
        .filter((event) => code === '' || event.code === code)
        .map((event) => rejectedRow(event, openRejected)),
    );
    keepStop();
  }

  return {
    showRejected,
    /** The report of the plan, from the counts; undefined without a plan. */
    showPlan(plan) {
      byId('faults-hint').textContent = plan
        ? say(plan.mode === 'enforce' ? 'modeEnforce' : 'modeObserve')
        : '';
      const events = plan?.events ?? [];
      byId('faults-none').hidden = events.length > 0;
      byId('faults-none').textContent = say(plan ? 'faultsNone' : 'noPlan');
      byId('faults-table').hidden = events.length === 0;
      byId('faults').replaceChildren(...events.map((fault) => faultRow(fault, findFaulty)));
    },
  };
}

function rejectedRow(rejected, open) {
  const time = make('time', formatClock(rejected.receivedAt));
  time.dateTime = rejected.receivedAt;
  time.title = formatShortDay(rejected.receivedAt);
  const button = makeButton('button.row', time, () => open(rejected, button));
  button.append(
    make('span.name', rejected.eventName ?? '–'),
    make('span.reason', make('span.chip.bad', rejected.code)),
    make('span.who', rejected.userId ?? shortId(rejected.deviceId ?? '–')),
    make('span.about', rejected.message),
  );
  button.tabIndex = -1;
  return make('li.faulty', button);
}

function faultRow({ eventName, isKnown, count, paths }, find) {
  const where = isKnown
    ? Object.entries(paths).map(([path, times]) => make('div', `${path} × ${formatNumber(times)}`))
    : [make('span.chip.bad', say('unknownEvent'))];
  return make(
    'tr',
    make(
      'td',
      makeButton('button.pick', eventName, () => find(eventName)),
    ),
    make('td', ...where),
    make('td', formatNumber(count)),
  );
}
