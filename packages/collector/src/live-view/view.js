import { createCounts } from './counts.js';
import { createDetail } from './detail.js';
import { byId, formatNumber, listenForCopies } from './dom.js';
import { createEventList } from './events.js';
import { showStreams } from './streams.js';

const detail = createDetail({ filterBy: (field, value) => list.filterBy(field, value) });
const list = createEventList({ open: detail.open });
const showCounts = createCounts({
  pick: (name) => {
    list.filterBy('name', name);
    refresh();
  },
});

function setState(state, text) {
  byId('state').dataset.state = state;
  byId('state-text').textContent = text;
}

async function read(path) {
  const response = await fetch(path);
  if (response.status === 401) setState('ended', 'Open the new link');
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

let refreshing;

function refresh() {
  refreshing ??= Promise.all([read('api/counts'), read('streams?limit=50')])
    .then(([counts, streams]) => {
      showCounts(counts, list.filteredName());
      showStreams(streams);
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
  source.addEventListener('ready', async () => {
    setState('live', 'Live');
    // Fills what was missed while the line was down.
    const { events } = await read('api/events?limit=200');
    list.arrive(events.toReversed(), false);
  });
  source.addEventListener('events', ({ data }) => list.arrive(JSON.parse(data), true));
  source.addEventListener('notice', ({ data }) => {
    const { skipped } = JSON.parse(data);
    const notice = byId('notice');
    notice.textContent = `${formatNumber(skipped)} events came too fast to show here. They are stored and counted.`;
    notice.hidden = false;
    clearTimeout(listen.timer);
    listen.timer = setTimeout(() => {
      notice.hidden = true;
    }, 6000);
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CONNECTING) return setState('connecting', 'Reconnecting');
    // The collector answered, but not with a stream: it says why on a read.
    setState('connecting', 'Not connected');
    read('api/counts')
      .then(() => setTimeout(listen, 5000))
      .catch(() => {});
  });
}

function showSnippets() {
  const url = new URL('tracking/events', location.href);
  url.search = '';
  byId('where').textContent = location.host;
  byId('snippet-curl').textContent =
    `curl '${url}' -H 'Content-Type: application/json' -d '{"eventName":"hello_world","eventTime":"'$(date -u +%FT%TZ)'","deviceId":"my-shell","sessionId":"shell-1","platform":"server"}'`;
  byId('snippet-js').textContent =
    `fetch('${url}', { method: 'POST', body: JSON.stringify({ eventName: 'hello_world', eventTime: new Date().toISOString(), deviceId: 'my-browser', sessionId: 'browser-1', platform: 'h5' }) })`;
}

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.closest?.('input')) return;
  event.preventDefault();
  byId('filter-name').focus();
});

showSnippets();
listenForCopies();
listen();
keepRefreshing();
