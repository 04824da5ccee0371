import type { DraftEvent, PluginContext, Tracker } from '@pugmark/core';
import { clock } from '../clock.js';
import { STYLE } from './style.js';
import { type Texts, textsOf } from './texts.js';

/** Events that are shown at most: the oldest go first. */
const MAX_SHOWN = 200;
/** How often the counts are read, in ms. */
const EVERY = 500;

/** What is shown of a tracker. */
export interface DevtoolsOptions {
  /** Language of the texts, such as `zh-CN`. Default: that of the browser. */
  language?: string | undefined;
}

type Watched = Pick<Tracker, 'use' | 'on' | 'stats'>;

/**
 * Shows the events of a tracker in a corner of the page as they are tracked, with its counts, its ids and what went wrong.
 * For developers: import it only where it is wanted. Returns what takes it away.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 *
 * const tracker = init({ apiUrl: 'https://collect.example.com' });
 * if (location.search.includes('debug'))
 *   import('@pugmark/browser/devtools').then(({ showDevtools }) => showDevtools(tracker));
 * ```
 */
export function showDevtools(tracker: Watched, options: DevtoolsOptions = {}): () => void {
  const texts = textsOf(options.language ?? navigator.language);
  const panel = createPanel(texts, () => close());
  /** Newest first. */
  let events: DraftEvent[] = [];
  let waiting: DraftEvent[] = [];
  const faults: string[] = [];
  let cancel: (() => void) | undefined;
  let readVisitor: PluginContext['visitor'] = () => undefined;

  const show = () => {
    const wanted = panel.filter.value.toLowerCase();
    const isWanted = (event: DraftEvent) => textOf(event).toLowerCase().includes(wanted);
    panel.list.replaceChildren(...events.filter(isWanted).map(describeEvent));
    if (!panel.list.firstChild) panel.list.append(h('p', texts.empty));
  };
  const readCounts = () => {
    const { tracked, queued, acknowledged, dropped } = tracker.stats();
    const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
    const { deviceId, sessionId } = readVisitor() ?? {};
    const parts = [
      `${texts.tracked} ${tracked}`,
      `${texts.queued} ${queued}`,
      `${texts.acknowledged} ${acknowledged}`,
      reasons[0] && `${texts.dropped}: ${reasons.join(', ')}`,
      // Without consent there is none.
      deviceId ? `${deviceId} / ${sessionId ?? '–'}` : texts.nobody,
    ];
    panel.counts.textContent = parts.filter(Boolean).join(' · ');
    if (faults[0]) panel.faults.textContent = `${texts.faults}: ${faults.slice(-3).join('; ')}`;
    panel.faults.hidden = !faults[0];
    cancel = clock.timer(readCounts, EVERY);
  };
  const isPaused = () => panel.pause.getAttribute('aria-pressed') === 'true';
  const take = () => {
    if (isPaused() || !waiting[0]) return;
    events = [...waiting.reverse(), ...events].slice(0, MAX_SHOWN);
    waiting = [];
    show();
  };

  const undoes = [
    tracker.use({
      name: 'devtools',
      setup({ visitor }) {
        readVisitor = visitor;
      },
      process(event) {
        // As it is now: plugins that come later may change it.
        waiting = [...waiting, { ...event, properties: { ...event.properties } }].slice(-MAX_SHOWN);
        // Many events of one moment are drawn once.
        if (waiting.length === 1) requestAnimationFrame(take);
        return event;
      },
    }),
    tracker.on('error', ({ message }) => faults.push(message)),
    tracker.on('reject', ({ eventName, path, message }) =>
      faults.push([eventName, path, message].filter(Boolean).join(' ')),
    ),
    tracker.on('drop', ({ reason, count }) => faults.push(`${reason} ${count}`)),
  ];

  panel.filter.oninput = show;
  panel.pause.onclick = () => {
    const next = !isPaused();
    panel.pause.setAttribute('aria-pressed', `${next}`);
    panel.pause.textContent = next ? texts.resume : texts.pause;
    take();
  };
  panel.clear.onclick = () => {
    events = [];
    show();
  };
  panel.copy.onclick = async () => {
    await navigator.clipboard.writeText(JSON.stringify([...events].reverse(), null, 2));
    panel.copy.textContent = texts.copied;
  };
  document.documentElement.append(panel.host);
  show();
  readCounts();

  function close(): void {
    for (const undo of undoes) undo();
    cancel?.();
    panel.host.remove();
  }
  return close;
}

const textOf = ({ eventName, properties }: DraftEvent): string =>
  `${eventName} ${JSON.stringify(properties)}`;

function createPanel(texts: Texts, onClose: () => void) {
  const host = document.createElement('pugmark-devtools');
  // The captures leave out what is within.
  host.setAttribute('data-track-ignore', '');
  const button = (text: string) => Object.assign(h('button', text), { type: 'button' });
  const filter = Object.assign(h('input'), { type: 'search', placeholder: texts.filter });
  filter.setAttribute('aria-label', texts.filter);
  const [pause, copy, clear, close] = [texts.pause, texts.copy, texts.clear, texts.close].map(button) as [
    HTMLButtonElement,
    HTMLButtonElement,
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  pause.setAttribute('aria-pressed', 'false');
  close.onclick = onClose;
  const header = h('header');
  header.append(h('h2', texts.title), pause, copy, clear, close, filter);
  const counts = h('p');
  const faults = Object.assign(h('p'), { className: 'faults', hidden: true });
  const list = h('ol');
  list.tabIndex = 0;
  const section = h('section');
  section.setAttribute('aria-label', texts.title);
  section.append(header, counts, faults, list);
  // What is typed here is not the page's: its shortcuts must not hear of it.
  for (const type of ['keydown', 'keyup', 'keypress'])
    section.addEventListener(type, (event) => {
      event.stopPropagation();
      if (type === 'keydown' && (event as KeyboardEvent).key === 'Escape') onClose();
    });
  host.attachShadow({ mode: 'open' }).append(h('style', STYLE), section);
  return { host, filter, pause, copy, clear, counts, faults, list };
}

function describeEvent({ eventName, eventTime, properties }: DraftEvent): HTMLElement {
  const row = h('li');
  const details = h('details');
  const summary = h('summary');
  summary.append(h('b', eventName), h('time', new Date(eventTime).toLocaleTimeString()));
  details.append(summary, h('pre', JSON.stringify(properties, null, 2)));
  row.append(details);
  return row;
}

function h<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
