import { createCounts } from './counts.js';
import { createDetail } from './detail.js';
import { byId, listenForCopies } from './dom.js';
import { createEventList } from './events.js';
import { formatNumber } from './format.js';
import { listenForKeys } from './keyboard.js';
import { say, switchLanguage, translatePage } from './language.js';
import { createProblems } from './problems.js';
import { createStreams, SHOWN } from './streams.js';
import { startTheme } from './theme.js';
import { createTimeline } from './timeline.js';
import { createViews } from './views.js';

translatePage();
startTheme();

const detail = createDetail({
  filterBy(field, value) {
    views.show('events');
    list.filterBy(field, value);
  },
  openTimeline: (subject) => timeline.show(subject),
});
const list = createEventList({ open: detail.open, read });
const timeline = createTimeline({ read, open: detail.open, onOpen: () => views.show('timeline') });
const problems = createProblems({
  read,
  openRejected: detail.openRejected,
  findFaulty(name) {
    views.show('events');
    byId('filter-faulty').checked = true;
    byId('filter-name').value = '';
    list.filterBy('name', name);
  },
});
const views = createViews({ problems: () => problems.showRejected() });
const showCounts = createCounts({
  pick(name) {
    views.show('events');
    list.filterBy('name', name);
    refresh();
  },
});
const showStreams = createStreams({ open: (subject) => timeline.show(subject) });

function setState(state, text) {
  byId('state').dataset.state = state;
  byId('state-text').textContent = text;
}

async function read(path) {
  const response = await fetch(path);
  if (response.status === 401) setState('ended', say('openNewLink'));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

let refreshing;

function refresh() {
  refreshing ??= Promise.all([
    read('api/counts'),
    read(`streams?limit=${SHOWN}`),
    views.current() === 'problems' ? problems.showRejected() : undefined,
  ])
    .then(([counts, report]) => {
      showCounts(counts, list.filteredName());
      problems.showPlan(counts.plan);
      showStreams(report);
    })
    .catch(() => {})
    .finally(() => {
      refreshing = undefined;
    });
  return refreshing;
}

/** Slower when the collector is slow, so that watching never weighs on receiving; not at all when hidden. */
async function keepRefreshing() {
  const before = performance.now();
  if (!document.hidden) await refresh();
  setTimeout(keepRefreshing, Math.max(2000, (performance.now() - before) * 10));
}

function listen() {
  const source = new EventSource('api/live');
  const arrive = (events, isNew) => {
    list.arrive(events, isNew);
    timeline.arrive(events);
  };
  source.addEventListener('ready', async () => {
    setState('live', say('live'));
    // Fills what was missed while the line was down.
    const { events } = await read('api/events?limit=200');
    arrive(events.toReversed(), false);
  });
  source.addEventListener('events', ({ data }) => arrive(JSON.parse(data), true));
  source.addEventListener('notice', ({ data }) => {
    const { skipped } = JSON.parse(data);
    const notice = byId('notice');
    notice.textContent = say('tooFast', { count: formatNumber(skipped) });
    notice.hidden = false;
    clearTimeout(listen.timer);
    listen.timer = setTimeout(() => {
      notice.hidden = true;
    }, 6000);
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CONNECTING) return setState('connecting', say('reconnecting'));
    // The collector answered, but not with a stream: it says why on a read.
    setState('connecting', say('notConnected'));
    read('api/counts')
      .then(() => setTimeout(listen, 5000))
      .catch(() => {});
  });
}

function showSnippets() {
  const base = new URL('.', location.href);
  const url = new URL('tracking/events', base);
  byId('where').textContent = location.host;
  byId('snippet-web').textContent =
    `npm install @pugmark/browser\n\nimport { init, track } from '@pugmark/browser';\n\ninit({ apiUrl: '${base.href.replace(/\/$/, '')}' });\ntrack('hello_world');`;
  byId('snippet-curl').textContent =
    `curl '${url}' -H 'Content-Type: application/json' -d '{"eventName":"hello_world","eventTime":"'$(date -u +%FT%TZ)'","deviceId":"my-shell","sessionId":"shell-1","platform":"server"}'`;
  byId('snippet-js').textContent =
    `fetch('${url}', { method: 'POST', body: JSON.stringify({ eventName: 'hello_world', eventTime: new Date().toISOString(), deviceId: 'my-browser', sessionId: 'browser-1', platform: 'h5' }) })`;
}

byId('language').addEventListener('click', switchLanguage);
listenForKeys(views);
showSnippets();
listenForCopies();
views.start();
timeline.start();
listen();
keepRefreshing();
