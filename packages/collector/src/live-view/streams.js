import { byId, formatAgo, formatNumber, make, makeSvg, showFigure } from './dom.js';

/** What the marks of a stream say, see `StreamMark` of the store. */
const MARKS = {
  jump: 'a number far too high',
  number_reused: 'one number, two events',
  several_devices: 'several devices',
  dropped_but_stored: 'dropped, yet stored',
  dropped_more_than_missing: 'more drops than gaps',
  scattered: 'too many gaps to count',
};

/** The streams panel: what arrived of each running tracker, and what is missing. */
export function showStreams({ total, streams }) {
  const { received, rejected, lost, dropped } = total;
  showFigure('lost', lost);
  byId('lost-figure').dataset.tone = lost > 0 ? 'bad' : total.streams > 0 ? 'good' : '';
  byId('lost-note').textContent =
    lost > 0 ? 'gaps in streams' : total.streams > 0 ? 'no gaps' : 'no streams yet';
  byId('streams-hint').textContent =
    total.streams > streams.length ? `latest ${streams.length} of ${formatNumber(total.streams)}` : '';
  byId('streams-none').hidden = total.streams > 0;
  const proof = byId('proof');
  proof.hidden = total.streams === 0;
  proof.dataset.tone = lost > 0 ? 'bad' : 'good';
  proof.textContent =
    lost > 0
      ? `${formatNumber(lost)} of ${formatNumber(received + rejected + lost + dropped)} numbered events are missing without a report. They may still be on their way.`
      : `All ${formatNumber(received + rejected + dropped)} numbered events are accounted for: ${formatNumber(received)} stored, ${formatNumber(rejected)} rejected, ${formatNumber(dropped)} reported as dropped.`;
  byId('streams').replaceChildren(...streams.map(streamOf));
}

function streamOf(stream) {
  const last = make('time', formatAgo(stream.lastSeen));
  last.dateTime = stream.lastSeen;
  const head = make(
    'div.stream-head',
    make('span.device', stream.deviceId ?? 'unknown device'),
    ...(stream.platform ? [make('span.chip', stream.platform)] : []),
    last,
  );
  const figures = make(
    'div.stream-figures',
    make('span', `${formatNumber(stream.received)} received`),
    lostOf(stream),
    ...(stream.rejected > 0 ? [make('span.chip.warn', `${formatNumber(stream.rejected)} rejected`)] : []),
    ...Object.entries(stream.drops).map(([reason, count]) =>
      make('span.chip.warn', `${formatNumber(count)} dropped: ${reason}`),
    ),
    ...stream.marks.map((mark) => make('span.chip.warn', MARKS[mark] ?? mark)),
  );
  const item = make('li.stream', head, meterOf(stream), figures);
  item.title = `Stream ${stream.streamId}`;
  return item;
}

/** How many are lost; which ones, on hover. */
function lostOf({ lost, gaps }) {
  const figure = make(lost > 0 ? 'span.bad' : 'span', `${formatNumber(lost)} lost`);
  if (lost === 0) return figure;
  const shown = gaps.slice(0, 20).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  figure.title = `Missing numbers: ${shown.join(', ')}${gaps.length > shown.length ? ' …' : ''}`;
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
