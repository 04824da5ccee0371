import { make, makeButton } from './dom.js';
import { formatClock, formatSpan, shortId } from './format.js';
import { say } from './language.js';

/** An event that came later than this after it happened says so. */
const LATE = 60_000;

/** One event as a row that opens it. */
export function rowOf(event, open, { isFresh = false, lead } = {}) {
  const time = make('time', lead ?? formatClock(event.eventTime));
  time.dateTime = event.eventTime;
  const who = make('span.who', dotOf(event.deviceId), event.userId ?? shortId(event.deviceId));
  who.title = event.userId ? `${event.userId} · ${event.deviceId}` : event.deviceId;
  const button = makeButton('button.row', time, () => open(event, button));
  button.append(
    make('span.name', event.eventName),
    make('span.platform', make('span.chip', event.platform)),
    who,
    aboutOf(event),
  );
  // One of the rows is a stop of the Tab key; arrows lead to the others.
  button.tabIndex = -1;
  const item = make(isFresh ? 'li.fresh' : 'li', button);
  if (event.plan) item.classList.add('faulty');
  return item;
}

/** Devices are told apart by a colour, made of the id. */
function dotOf(deviceId) {
  let hash = 0;
  for (const letter of deviceId) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) | 0;
  const dot = make('i.device-dot');
  dot.setAttribute('aria-hidden', 'true');
  // Through the object model: the policy of the page forbids style attributes.
  dot.style.setProperty('--hue', String(((hash % 360) + 360) % 360));
  return dot;
}

/** Marks first, then the first few properties. */
function aboutOf(event) {
  const about = make('span.about');
  const late = Date.parse(event.receivedAt) - Date.parse(event.eventTime);
  const chips = [
    ...(event.plan ? [say('offPlan')] : []),
    ...(late > LATE ? [say('lateBy', { time: formatSpan(late) })] : []),
    ...event.marks,
  ];
  for (const chip of chips) about.append(make('span.chip.warn', chip), ' ');
  for (const [name, value] of Object.entries(event.properties).slice(0, 5)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    about.append(make('b', name), text.slice(0, 80));
  }
  return about;
}
