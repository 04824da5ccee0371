import { byId, formatClock, make } from './dom.js';

const MAX_ROWS = 500;

/**
 * The list of events: newest first, bounded, filtered, and still while it is paused.
 * `open(event, button)` shows one.
 */
export function createEventList({ open }) {
  const rows = byId('rows');
  const inputs = { name: byId('filter-name'), device: byId('filter-device'), user: byId('filter-user') };
  let events = [];
  let older = [];
  let held = [];
  let paused = false;
  let timer;

  const filter = () => ({
    name: inputs.name.value.trim().toLowerCase(),
    device: inputs.device.value.trim().toLowerCase(),
    user: inputs.user.value.trim().toLowerCase(),
  });
  const isFiltered = () => Object.values(filter()).some(Boolean);

  function matches(event, { name, device, user }) {
    return (
      event.eventName.includes(name) &&
      event.deviceId.toLowerCase().includes(device) &&
      (event.userId ?? '').toLowerCase().includes(user)
    );
  }

  function add(arrived, isNew) {
    const known = new Set(events.map(({ eventId }) => eventId));
    const fresh = arrived.filter(({ eventId }) => !known.has(eventId));
    events = fresh.toReversed().concat(events).slice(0, MAX_ROWS);
    const wanted = filter();
    const items = fresh
      .filter((event) => matches(event, wanted))
      .slice(-MAX_ROWS)
      .toReversed()
      .map((event) => rowOf(event, isNew));
    // Someone who reads further down keeps their place; at the top the list runs.
    const before = rows.scrollHeight;
    const wasDown = rows.scrollTop > 8;
    rows.prepend(...items);
    while (rows.childElementCount > MAX_ROWS) rows.lastElementChild.remove();
    if (wasDown) rows.scrollTop += rows.scrollHeight - before;
    describe();
  }

  function render() {
    const wanted = filter();
    const known = new Set(events.map(({ eventId }) => eventId));
    const all = events.concat(isFiltered() ? older.filter(({ eventId }) => !known.has(eventId)) : []);
    rows.replaceChildren(
      ...all
        .filter((event) => matches(event, wanted))
        .slice(0, MAX_ROWS)
        .map((event) => rowOf(event, false)),
    );
    describe();
  }

  /** Hundreds of rows would else lie between the filter and the panels beside the list. */
  function keepStop(button = rows.querySelector('button[tabindex="0"]') ?? rows.querySelector('button')) {
    for (const stop of rows.querySelectorAll('button[tabindex="0"]')) stop.tabIndex = -1;
    if (button) button.tabIndex = 0;
  }

  function describe() {
    keepStop();
    const shown = rows.childElementCount;
    const filtered = isFiltered();
    byId('empty').hidden = events.length > 0 || filtered;
    byId('none').hidden = shown > 0 || !filtered;
    byId('clear').hidden = !filtered;
    byId('shown').textContent = shown === 0 ? '' : filtered ? `${shown} match` : `latest ${shown}`;
    byId('pause').setAttribute('aria-pressed', String(paused));
    byId('pause-text').textContent = !paused
      ? 'Pause'
      : held.length > 0
        ? `Resume (${held.length}${held.length >= MAX_ROWS ? '+' : ''} new)`
        : 'Resume';
  }

  function rowOf(event, isFresh) {
    const time = make('time', formatClock(event.receivedAt));
    time.dateTime = event.receivedAt;
    const button = make(
      'button.row',
      time,
      make('span.name', event.eventName),
      make('span.platform', make('span.chip', event.platform)),
      make('span.who', event.userId ?? event.deviceId),
      aboutOf(event),
    );
    button.type = 'button';
    // One of the rows is a stop of the Tab key, see `keepStop`; arrows lead to the others.
    button.tabIndex = -1;
    button.addEventListener('click', () => open(event, button));
    const item = make(isFresh ? 'li.fresh' : 'li', button);
    return item;
  }

  function filterBy(field, value) {
    inputs[field].value = inputs[field].value === value && field === 'name' ? '' : value;
    changed();
  }

  function changed() {
    older = [];
    render();
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  }

  /** The page holds the latest only; the collector may hold more that match exactly. */
  async function search() {
    const wanted = new URLSearchParams({ limit: '200' });
    for (const [field, input] of Object.entries(inputs)) {
      if (input.value.trim()) wanted.set(field, input.value.trim());
    }
    if (!isFiltered()) return;
    const response = await fetch(`api/events?${wanted}`);
    if (!response.ok) return;
    older = (await response.json()).events;
    render();
  }

  byId('filters').addEventListener('input', changed);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('filters').addEventListener('reset', () => setTimeout(changed));
  byId('pause').addEventListener('click', () => {
    paused = !paused;
    const waited = held;
    held = [];
    if (!paused) add(waited, true);
    describe();
  });
  rows.addEventListener('focusin', (event) => keepStop(event.target.closest('button') ?? undefined));
  rows.addEventListener('keydown', (event) => {
    const item = event.target.closest('li');
    const targets = {
      ArrowDown: item?.nextElementSibling,
      ArrowUp: item?.previousElementSibling,
      Home: rows.firstElementChild,
      End: rows.lastElementChild,
    };
    if (!item || !Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    targets[event.key]?.querySelector('button').focus();
  });

  return {
    /** Events in the order of their arrival; new ones are highlighted for a moment. */
    arrive(arrived, isNew) {
      if (!paused) return add(arrived, isNew);
      held = held.concat(arrived).slice(-MAX_ROWS);
      describe();
    },
    filterBy,
    filteredName: () => inputs.name.value.trim(),
  };
}

/** Marks first, then the first few properties. */
function aboutOf(event) {
  const about = make('span.about');
  if (event.plan) about.append(make('span.chip.warn', 'off plan'), ' ');
  for (const mark of event.marks) about.append(make('span.chip.warn', mark), ' ');
  const pairs = Object.entries(event.properties).slice(0, 5);
  for (const [name, value] of pairs) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    about.append(make('b', name), text.slice(0, 80));
  }
  return about;
}
