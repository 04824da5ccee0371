import { byId, makeSvg } from './dom.js';
import { formatCompact, formatMinute, formatNumber, formatWhole } from './format.js';
import { say } from './language.js';

const phone = matchMedia('(max-width: 600px)');

/** One of the large figures: whole where there is room for it, and always whole on hover. */
export function showFigure(id, value) {
  const whole = formatWhole(value);
  byId(id).title = whole;
  byId(id).textContent = value < (phone.matches ? 10_000 : 10_000_000) ? whole : formatCompact(value);
}

/** Bars over minutes, the last of which is running. With `lastMinute`, each says its time and count on hover. */
export function drawBars(svg, values, { width, height, lastMinute }) {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const top = Math.max(1, ...values);
  const step = width / values.length;
  svg.replaceChildren(
    ...values.flatMap((value, index) => {
      const size = value === 0 ? 1 : Math.max(2, (value / top) * height);
      const bar = makeSvg('rect', {
        class: index === values.length - 1 && value > 0 ? 'now' : value === 0 ? 'nil' : 'then',
        x: index * step,
        y: height - size,
        width: Math.max(1, step - step * 0.28),
        height: size,
        rx: Math.min(1, step / 5),
      });
      if (lastMinute === undefined) return [bar];
      // All of the height can be pointed at.
      const area = makeSvg('rect', { class: 'area', x: index * step, y: 0, width: step, height });
      const title = makeSvg('title', {});
      const time = lastMinute - (values.length - 1 - index) * 60_000;
      title.textContent = say('barOf', { time: formatMinute(time), count: formatNumber(value) });
      area.append(title);
      return [bar, area];
    }),
  );
}
