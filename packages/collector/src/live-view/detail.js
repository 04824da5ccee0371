import { byId, make, makeButton } from './dom.js';
import { formatDay, formatSpan } from './format.js';
import { say } from './language.js';

/**
 * The side panel with one event. `filterBy(field, value)` narrows the list to its device or user;
 * `openTimeline(subject)` shows what else it did.
 */
export function createDetail({ filterBy, openTimeline }) {
  const panel = byId('detail');
  let opener;

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    opener?.setAttribute('aria-expanded', 'false');
    opener?.focus();
    opener = undefined;
  }

  function show(button, { title, facts, json }) {
    opener?.setAttribute('aria-expanded', 'false');
    opener = button;
    button.setAttribute('aria-expanded', 'true');
    byId('detail-title').textContent = title;
    byId('detail-facts').replaceChildren(
      ...facts.flatMap(([term, value]) => [make('dt', term), make('dd', value)]),
    );
    byId('detail-json').replaceChildren(...jsonNodes(json, ''));
    panel.hidden = false;
    panel.querySelector('.detail-body').scrollTop = 0;
    byId('detail-close').focus();
  }

  const actions = {
    filter: (field, value) => () => filterBy(field, value),
    timeline: (subject) => () => {
      close();
      openTimeline(subject);
    },
  };

  byId('detail-close').addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !byId('help').open) close();
  });
  return {
    open(event, button) {
      show(button, {
        title: event.eventName,
        facts: factsOf(event, actions),
        json: inReadingOrder(event),
      });
    },
    openRejected(rejected, button) {
      const { code, message, receivedAt, deviceId, userId, app } = rejected;
      show(button, {
        title: rejected.eventName ?? say('rejectedEvent'),
        facts: [
          [say('code'), make('span.chip.bad', code)],
          [say('message'), message],
          [say('receivedAt'), formatDay(receivedAt)],
          ...(deviceId ? [[say('device'), subjectOf('device', deviceId, actions)]] : []),
          ...(userId ? [[say('user'), subjectOf('user', userId, actions)]] : []),
          ...(app ? [['App', app]] : []),
        ],
        json: rejected.event,
      });
    },
  };
}

function factsOf(event, actions) {
  const { deviceId, userId, sessionId, streamId, seq } = event;
  return [
    [say('happened'), timeOf(event.eventTime, skewOf(event))],
    [say('receivedAt'), timeOf(event.receivedAt, delayOf(event))],
    [say('device'), subjectOf('device', deviceId, actions)],
    [say('user'), userId ? subjectOf('user', userId, actions) : make('small', say('anonymous'))],
    [say('session'), subjectOf('session', sessionId, actions, deviceId)],
    [say('platform'), event.platform],
    ...(streamId ? [[say('stream'), subjectOf('stream', streamId, actions, deviceId, seq)]] : []),
    ...(event.marks.length > 0
      ? [[say('marks'), make('span', ...event.marks.map((mark) => make('span.chip.warn', mark)))]]
      : []),
    ...(event.plan
      ? [
          [
            say('plan'),
            make('span', ...event.plan.map(({ path, message }) => make('div', `${path}: ${message}`))),
          ],
        ]
      : []),
  ];
}

/** An id, with what can be done with it. */
function subjectOf(kind, id, { filter, timeline }, device, seq) {
  const text = seq ? say('streamNumber', { id, seq }) : id;
  const name = kind === 'device' || kind === 'user' ? makeButton('button.link', id, filter(kind, id)) : text;
  if (name instanceof Element) name.title = say('showOnly', { name: id });
  return make(
    'span.subject',
    name,
    makeButton(
      'button.button.small',
      say('timelineOf'),
      timeline({ kind, id, ...(device ? { device } : {}) }),
    ),
  );
}

function timeOf(iso, remark) {
  return make('span', formatDay(iso), ' ', make('small', remark));
}

function skewOf({ eventTime, clientTime }) {
  const skew = Date.parse(eventTime) - Date.parse(clientTime);
  if (Math.abs(skew) < 1000) return '';
  return say('corrected', { time: `${skew > 0 ? '+' : '−'}${formatSpan(Math.abs(skew))}` });
}

function delayOf({ eventTime, receivedAt }) {
  return say('later', { time: formatSpan(Date.parse(receivedAt) - Date.parse(eventTime)) });
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
