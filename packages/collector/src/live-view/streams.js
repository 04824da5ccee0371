import { showFigure } from './charts.js';
import { byId, make, makeButton, makeSvg } from './dom.js';
import { formatAgo, formatNumber, shortId } from './format.js';
import { knows, say } from './language.js';

/** Streams that are asked for and looked through for gaps. */
export const SHOWN = 500;

/** The streams panel: what arrived of each running tracker, and what is missing. `open(subject)` shows its timeline. */
export function createStreams({ open }) {
  const gapsOnly = byId('gaps-only');
  /** By id: most of hundreds of streams stand still, and need not be drawn again. */
  let drawn = new Map();
  let latest;

  function itemOf(stream) {
    const state = JSON.stringify(stream);
    const known = drawn.get(stream.streamId);
    if (known?.state !== state) return { state, element: streamOf(stream, open) };
    // Only its age goes on.
    const age = formatAgo(stream.lastSeen);
    const time = known.element.querySelector('time');
    if (time.textContent !== age) time.textContent = age;
    return known;
  }

  function show(report) {
    latest = report;
    const { total, streams } = report;
    showTotals(total, streams.length);
    const wanted = gapsOnly.checked
      ? streams.filter(({ lost, marks }) => lost > 0 || marks.length > 0)
      : streams;
    byId('streams-none').hidden = wanted.length > 0;
    byId('streams-none').textContent =
      total.streams > 0 ? say('noneHasGaps', { count: streams.length }) : say('streamsNone');
    drawn = new Map(wanted.map((stream) => [stream.streamId, itemOf(stream)]));
    const list = byId('streams');
    [...drawn.values()].forEach(({ element }, index) => {
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    });
    while (list.childElementCount > drawn.size) list.lastElementChild.remove();
  }

  gapsOnly.addEventListener('change', () => latest && show(latest));
  return show;
}

function showTotals({ streams, received, rejected, lost, dropped }, shown) {
  showFigure('lost', lost);
  byId('lost-figure').dataset.tone = lost > 0 ? 'bad' : streams > 0 ? 'good' : '';
  byId('lost-note').textContent = say(lost > 0 ? 'gapsInStreams' : streams > 0 ? 'noGaps' : 'noStreamsYet');
  byId('streams-hint').textContent =
    streams > shown ? say('latestOf', { shown, count: formatNumber(streams) }) : '';
  byId('gaps-choice').hidden = streams === 0;
  const proof = byId('proof');
  proof.hidden = streams === 0;
  proof.dataset.tone = lost > 0 ? 'bad' : 'good';
  proof.textContent =
    lost > 0
      ? say('proofLost', {
          lost: formatNumber(lost),
          all: formatNumber(received + rejected + lost + dropped),
        })
      : say('proofGood', {
          all: formatNumber(received + rejected + dropped),
          received: formatNumber(received),
          rejected: formatNumber(rejected),
          dropped: formatNumber(dropped),
        });
}

function streamOf(stream, open) {
  const { streamId, deviceId } = stream;
  const last = make('time', formatAgo(stream.lastSeen));
  last.dateTime = stream.lastSeen;
  const device = make('span.device', deviceId === null ? say('unknownDevice') : shortId(deviceId));
  if (deviceId !== null) device.title = deviceId;
  const head = make(
    'span.stream-head',
    device,
    ...(stream.platform ? [make('span.chip', stream.platform)] : []),
    last,
  );
  const figures = make(
    'span.stream-figures',
    make('span', say('received', { count: formatNumber(stream.received) })),
    lostOf(stream),
    ...(stream.rejected > 0
      ? [make('span.chip.warn', say('rejectedCount', { count: formatNumber(stream.rejected) }))]
      : []),
    ...Object.entries(stream.drops).map(([reason, count]) =>
      make('span.chip.warn', say('dropped', { count: formatNumber(count), reason })),
    ),
    ...stream.marks.map((mark) => make('span.chip.warn', knows(`mark_${mark}`) ? say(`mark_${mark}`) : mark)),
  );
  const button = makeButton('button.stream-open', head, () =>
    open({ kind: 'stream', id: streamId, ...(deviceId === null ? {} : { device: deviceId }) }),
  );
  button.append(meterOf(stream), figures);
  button.title = say('openStream', { id: streamId });
  return make('li.stream', button);
}

/** How many are lost; which ones, on hover. */
function lostOf({ lost, gaps }) {
  const figure = make(lost > 0 ? 'span.bad' : 'span', say('lostCount', { count: formatNumber(lost) }));
  if (lost === 0) return figure;
  const shown = gaps.slice(0, 20).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const numbers = `${shown.join(', ')}${gaps.length > shown.length ? ' …' : ''}`;
  figure.title = say('missing', { numbers });
  return figure;
}

function meterOf({ received, rejected, dropped, lost }) {
  const all = Math.max(1, received + rejected + dropped + lost);
  const meter = makeSvg('svg', {
    class: 'meter',
    viewBox: '0 0 100 6',
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  let x = 0;
  for (const [kind, count] of Object.entries({ received, rejected, dropped, lost })) {
    if (count === 0) continue;
    // A single lost event among thousands must still be seen.
    const width = Math.max((count / all) * 100, kind === 'received' ? 0 : 2);
    meter.append(makeSvg('rect', { class: kind, x: Math.min(x, 100 - width), y: 0, width, height: 6 }));
    x += width;
  }
  return meter;
}
