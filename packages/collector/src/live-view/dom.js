/** All text goes in as text nodes: what came with events is never read as markup. */

export const byId = (id) => document.getElementById(id);

/** `make('span.chip', 'text', child)`: an element with a class and children. */
export function make(what, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  element.append(...children);
  return element;
}

export function makeSvg(tag, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

const numbers = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const formatNumber = (value) => (value < 100_000 ? numbers : compact).format(value);

const phone = matchMedia('(max-width: 600px)');

/** One of the large figures: whole where there is room for it, and always whole on hover. */
export function showFigure(id, value) {
  const whole = numbers.format(value);
  byId(id).title = whole;
  byId(id).textContent = value < (phone.matches ? 10_000 : 10_000_000) ? whole : compact.format(value);
}

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const dayAndClock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export const formatClock = (iso) => clock.format(new Date(iso));
export const formatDay = (iso) => dayAndClock.format(new Date(iso));

export function formatAgo(iso, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} d ago`;
}

/** Bars over time, the last of which is the running minute. */
export function drawBars(svg, values, width, height) {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const top = Math.max(1, ...values);
  const step = width / values.length;
  const bars = values.map((value, index) => {
    const size = value === 0 ? 1 : Math.max(2, (value / top) * height);
    return makeSvg('rect', {
      class: index === values.length - 1 && value > 0 ? 'now' : value === 0 ? 'nil' : 'then',
      x: index * step,
      y: height - size,
      width: Math.max(1, step - step * 0.28),
      height: size,
      rx: Math.min(1, step / 5),
    });
  });
  svg.replaceChildren(...bars);
}

export function listenForCopies() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(byId(button.dataset.copy).textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select and copy by hand';
    }
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}
