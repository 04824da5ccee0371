import { byId, formatDay, make } from './dom.js';

/** The side panel with one event. `filterBy(field, value)` narrows the list to its device or user. */
export function createDetail({ filterBy }) {
  const panel = byId('detail');
  let opener;

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    opener?.setAttribute('aria-expanded', 'false');
    opener?.focus();
    opener = undefined;
  }

  function open(event, button) {
    opener?.setAttribute('aria-expanded', 'false');
    opener = button;
    button.setAttribute('aria-expanded', 'true');
    byId('detail-title').textContent = event.eventName;
    byId('detail-facts').replaceChildren(...factsOf(event, filterBy));
    byId('detail-json').replaceChildren(...jsonNodes(inReadingOrder(event), ''));
    panel.hidden = false;
    panel.querySelector('.detail-body').scrollTop = 0;
    byId('detail-close').focus();
  }

  byId('detail-close').addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return { open };
}

function factsOf(event, filterBy) {
  const facts = [
    ['Happened', timeOf(event.eventTime, skewOf(event))],
    ['Received', timeOf(event.receivedAt, delayOf(event))],
    ['Device', linkTo('device', event.deviceId, filterBy)],
    ['User', event.userId ? linkTo('user', event.userId, filterBy) : make('small', 'anonymous')],
    ['Session', event.sessionId],
    ['Platform', event.platform],
  ];
  if (event.streamId) facts.push(['Stream', `${event.streamId}${event.seq ? `, number ${event.seq}` : ''}`]);
  if (event.marks.length > 0) {
    facts.push(['Marks', make('span', ...event.marks.map((mark) => make('span.chip.warn', mark)))]);
  }
  if (event.plan) {
    facts.push([
      'Plan',
      make('span', ...event.plan.map(({ path, message }) => make('div', `${path}: ${message}`))),
    ]);
  }
  return facts.flatMap(([term, value]) => [make('dt', term), make('dd', value)]);
}

function timeOf(iso, remark) {
  return make('span', formatDay(iso), ' ', make('small', remark));
}

function skewOf({ eventTime, clientTime }) {
  const seconds = (Date.parse(eventTime) - Date.parse(clientTime)) / 1000;
  if (Math.abs(seconds) < 1) return '';
  return `corrected by ${seconds > 0 ? '+' : '−'}${formatSeconds(Math.abs(seconds))}`;
}

function delayOf({ eventTime, receivedAt }) {
  return `${formatSeconds((Date.parse(receivedAt) - Date.parse(eventTime)) / 1000)} later`;
}

function formatSeconds(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

function linkTo(field, value, filterBy) {
  const button = make('button.link', value);
  button.type = 'button';
  button.title = `Show only this ${field}`;
  button.addEventListener('click', () => filterBy(field, value));
  return button;
}

function inReadingOrder({ eventId, eventName, eventTime, clientTime, receivedAt, marks, ...rest }) {
  return { eventId, eventName, eventTime, clientTime, receivedAt, ...rest, marks };
}

/** Pretty JSON as coloured text nodes. */
function jsonNodes(value, indent) {
  if (typeof value === 'string') return [make('span.text', JSON.stringify(value))];
  if (typeof value === 'number') return [make('span.number', String(value))];
  if (typeof value !== 'object' || value === null) return [make('span.word', String(value))];
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => ['', item]) : Object.entries(value);
  const [start, end] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return [start + end];
  const inner = `${indent}  `;
  const nodes = [start];
  entries.forEach(([key, item], index) => {
    nodes.push(`${index > 0 ? ',' : ''}\n${inner}`);
    if (!isList) nodes.push(make('span.key', JSON.stringify(key)), ': ');
    nodes.push(...jsonNodes(item, inner));
  });
  nodes.push(`\n${indent}${end}`);
  return nodes;
}
