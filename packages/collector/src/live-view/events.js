import { changeAddress, readAddress } from './address.js';
import { byId, walkByArrows } from './dom.js';
import { say } from './language.js';
import { isEmpty, matches, queryOf } from './match.js';
import { rowOf } from './rows.js';

const MAX_ROWS = 500;
const MAX_OLDER = 2000;
const PAGE = 200;

/**
 * The list of events: newest first, bounded, filtered, and still while it is paused.
 * `open(event, button)` shows one; `read(path)` asks the collector.
 */
export function createEventList({ open, read }) {
  const rows = byId('rows');
  const inputs = {
    name: byId('filter-name'),
    text: byId('filter-text'),
    device: byId('filter-device'),
    user: byId('filter-user'),
  };
  const offPlan = byId('filter-faulty');
  const keepStop = walkByArrows(rows);
  let events = [];
  /** What was asked for beyond the latest. */
  let older = [];
  let hasMore = true;
  let held = [];
  let paused = false;
  let timer;

  const filter = () => ({
    ...Object.fromEntries(Object.entries(inputs).map(([field, input]) => [field, input.value.trim()])),
    faulty: offPlan.checked,
  });
  const isFiltered = () => !isEmpty(filter());

  function add(arrived, isNew) {
    const known = new Set(events.map(({ eventId }) => eventId));
    const fresh = arrived.filter(({ eventId }) => !known.has(eventId));
    events = fresh.toReversed().concat(events).slice(0, MAX_ROWS);
    const wanted = filter();
    const items = fresh
      .filter((event) => matches(event, wanted))
      .slice(-MAX_ROWS)
      .toReversed()
      .map((event) => rowOf(event, open, { isFresh: isNew }));
    // Someone who reads further down keeps their place; at the top the list runs.
    const before = rows.scrollHeight;
    const wasDown = rows.scrollTop > 8;
    rows.prepend(...items);
    while (rows.childElementCount > MAX_ROWS + older.length) rows.lastElementChild.remove();
    if (wasDown) rows.scrollTop += rows.scrollHeight - before;
    describe();
  }

  function shown() {
    const wanted = filter();
    const known = new Set();
    return events.concat(older).filter((event) => {
      if (known.has(event.eventId) || !matches(event, wanted)) return false;
      known.add(event.eventId);
      return true;
    });
  }

  function render() {
    rows.replaceChildren(...shown().map((event) => rowOf(event, open)));
    describe();
  }

  function describe() {
    keepStop();
    const count = rows.childElementCount;
    const filtered = isFiltered();
    byId('empty').hidden = events.length > 0 || filtered;
    byId('none').hidden = count > 0 || !filtered;
    byId('clear').hidden = !filtered;
    byId('older').hidden = count === 0;
    byId('older').disabled = !hasMore;
    byId('older').textContent = say(hasMore ? 'older' : 'noOlder');
    byId('shown').textContent = count === 0 ? '' : say(filtered ? 'matches' : 'latest', { count });
    byId('pause').setAttribute('aria-pressed', String(paused));
    byId('pause-text').textContent = !paused
      ? say('pause')
      : held.length > 0
        ? say('resumeNew', { count: `${held.length}${held.length >= MAX_ROWS ? '+' : ''}` })
        : say('resume');
  }

  function filterBy(field, value) {
    inputs[field].value = inputs[field].value === value && field === 'name' ? '' : value;
    changed();
  }

  function changed() {
    older = [];
    hasMore = true;
    const { faulty, ...texts } = filter();
    changeAddress({ ...texts, faulty: faulty ? 'true' : '' });
    render();
    clearTimeout(timer);
    timer = setTimeout(search, 250);
  }

  /** The page holds the latest only; the collector may hold more that match exactly. */
  async function search() {
    if (!isFiltered()) return;
    const query = queryOf(filter());
    query.set('limit', String(PAGE));
    const found = await read(`api/events?${query}`).catch(() => undefined);
    if (!found || queryOf(filter()).toString() !== withoutLimit(query)) return;
    older = found.events;
    render();
  }

  async function readOlder() {
    const last = shown().at(-1);
    if (!last) return;
    const query = queryOf(filter());
    query.set('limit', String(PAGE));
    query.set('before', last.eventId);
    const found = await read(`api/events?${query}`).catch(() => undefined);
    if (!found) return;
    older = older.concat(found.events).slice(0, MAX_OLDER);
    hasMore = found.events.length === PAGE && older.length < MAX_OLDER;
    render();
  }

  byId('filters').addEventListener('input', changed);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('filters').addEventListener('reset', () => setTimeout(changed));
  byId('older').addEventListener('click', readOlder);
  byId('pause').addEventListener('click', () => {
    paused = !paused;
    const waited = held;
    held = [];
    if (!paused) add(waited, true);
    describe();
  });

  const address = readAddress();
  for (const [field, input] of Object.entries(inputs)) input.value = address.get(field) ?? '';
  offPlan.checked = address.has('faulty');
  if (isFiltered()) changed();

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

function withoutLimit(query) {
  const copy = new URLSearchParams(query);
  copy.delete('limit');
  return copy.toString();
}
