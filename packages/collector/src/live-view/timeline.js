import { changeAddress, readAddress } from './address.js';
import { byId, make, walkByArrows } from './dom.js';
import { formatClock, formatNumber, formatShortDay, formatSpan, shortId } from './format.js';
import { say } from './language.js';
import { rowOf } from './rows.js';

const PAGE = 500;
const MAX_EVENTS = 2000;
const KINDS = ['user', 'device', 'session', 'stream'];
const FIELDS = { user: 'userId', device: 'deviceId', session: 'sessionId', stream: 'streamId' };

/**
 * What one user, device, session or stream did, session by session, in the order in which it happened. A subject is
 * `{ kind, id, device? }`: with the device, the collector finds a session without looking at everybody's.
 */
export function createTimeline({ read, open, onOpen }) {
  const list = byId('timeline');
  const keepStop = walkByArrows(list);
  let subject;
  /** By id, the latest arrived first. */
  let events = [];
  let isComplete = false;
  let drawing;

  async function load(before) {
    const wanted = subject;
    const query = new URLSearchParams({ [wanted.kind]: wanted.id, limit: String(PAGE) });
    if (wanted.device) query.set('device', wanted.device);
    if (before) query.set('before', before);
    const page = await read(`api/events?${query}`).catch(() => undefined);
    if (!page || subject !== wanted) return;
    events = before ? events.concat(page.events) : page.events;
    isComplete = page.events.length < PAGE || events.length >= MAX_EVENTS;
    draw();
  }

  function draw() {
    byId('timeline-title').replaceChildren(
      make('span.chip', say(`kind_${subject.kind}`)),
      make('strong', subject.id),
    );
    const ordered = events.toSorted(byTime);
    const sessions = groupBySession(ordered);
    byId('timeline-summary').textContent =
      ordered.length === 0
        ? say('timelineEmpty')
        : say('timelineSummary', {
            events: count('events', ordered.length),
            sessions: count('sessions', sessions.size),
            from: formatShortDay(ordered[0].eventTime),
            to: formatShortDay(ordered.at(-1).eventTime),
          });
    byId('earlier').hidden = isComplete;
    // The latest session is what one looks for; inside it things stand as they happened.
    list.replaceChildren(...[...sessions.values()].toReversed().map((session) => sessionOf(session, open)));
    keepStop();
  }

  function show(next) {
    subject = next;
    events = [];
    byId('timeline-kind').value = next.kind;
    byId('timeline-none').hidden = true;
    byId('timeline-found').hidden = false;
    changeAddress({ kind: next.kind, id: next.id, of: next.device ?? '' });
    onOpen();
    byId('timeline-title').replaceChildren();
    byId('timeline-summary').textContent = '';
    list.replaceChildren();
    return load();
  }

  byId('earlier').addEventListener('click', () => load(events.at(-1)?.eventId));
  byId('timeline-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const id = byId('timeline-id').value.trim();
    if (id) show({ kind: byId('timeline-kind').value, id });
  });

  return {
    show,
    /** What stands in the address, from a reload or a colleague. */
    start() {
      const address = readAddress();
      const [kind, id, device] = ['kind', 'id', 'of'].map((name) => address.get(name));
      if (id && KINDS.includes(kind)) return show({ kind, id, ...(device ? { device } : {}) });
    },
    /** Goes on while it is looked at. */
    arrive(arrived) {
      if (!subject) return;
      const known = new Set(events.map(({ eventId }) => eventId));
      const own = arrived.filter(
        (event) => event[FIELDS[subject.kind]] === subject.id && !known.has(event.eventId),
      );
      if (own.length === 0) return;
      events = own.toReversed().concat(events).slice(0, MAX_EVENTS);
      clearTimeout(drawing);
      drawing = setTimeout(draw, 100);
    },
  };
}

const count = (what, number) =>
  number === 1 ? say(`${what}One`) : say(`${what}Many`, { count: formatNumber(number) });

/** Events of one millisecond stand in the order of their numbers. */
function byTime(a, b) {
  if (a.eventTime !== b.eventTime) return a.eventTime < b.eventTime ? -1 : 1;
  return (a.seq ?? 0) - (b.seq ?? 0);
}

function groupBySession(ordered) {
  const sessions = new Map();
  for (const event of ordered) {
    const session = sessions.get(event.sessionId) ?? [];
    session.push(event);
    sessions.set(event.sessionId, session);
  }
  return sessions;
}

function sessionOf(events, open) {
  const [first] = events;
  const span = Date.parse(events.at(-1).eventTime) - Date.parse(first.eventTime);
  const id = make('span.session-id', `${say('session')} ${shortId(first.sessionId)}`);
  id.title = first.sessionId;
  const head = make(
    'h3.session-head',
    make('time', `${formatShortDay(first.eventTime)}`),
    id,
    make('span.chip', first.platform),
    make(
      'span.hint',
      say('sessionSummary', { events: count('events', events.length), time: formatSpan(span) }),
    ),
  );
  let before;
  const rows = events.map((event) => {
    const gap = before === undefined ? undefined : Date.parse(event.eventTime) - Date.parse(before);
    before = event.eventTime;
    const item = rowOf(event, open, {
      lead: gap === undefined ? formatClock(event.eventTime) : `+${formatSpan(gap)}`,
    });
    item.querySelector('time').title = formatClock(event.eventTime);
    return item;
  });
  return make('li.session', head, make('ol.session-rows', ...rows));
}
