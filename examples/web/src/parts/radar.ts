import { h, s } from '../dom.ts';

const SIZE = 300;
const CENTRE = SIZE / 2;
const RADIUS = 96;
const LEVELS = 4;

export interface Spoke {
  name: string;
  /** 1 to 4. */
  level: number;
}

/** The levels as a polygon. The same figures stand below it as text, so it is one image for screen readers. */
export function radar(spokes: Spoke[]): HTMLElement {
  const at = (index: number, radius: number) => {
    const angle = (index / spokes.length) * 2 * Math.PI - Math.PI / 2;
    return [CENTRE + radius * Math.cos(angle), CENTRE + radius * Math.sin(angle)] as const;
  };
  const polygon = (radiusOf: (spoke: Spoke) => number) =>
    spokes
      .map((spoke, index) =>
        at(index, radiusOf(spoke))
          .map((n) => n.toFixed(1))
          .join(','),
      )
      .join(' ');
  const reach = ({ level }: Spoke) => (RADIUS * level) / LEVELS;

  const rings = Array.from({ length: LEVELS }, (_, ring) =>
    s('polygon', { class: 'radar-ring', points: polygon(() => (RADIUS * (ring + 1)) / LEVELS) }),
  );
  const axes = spokes.map((_, index) => {
    const [x2, y2] = at(index, RADIUS);
    return s('line', { class: 'radar-axis', x1: CENTRE, y1: CENTRE, x2, y2 });
  });
  const names = spokes.map(({ name }, index) => {
    const [x, y] = at(index, RADIUS + 20);
    const anchor = Math.abs(x - CENTRE) < RADIUS * 0.8 ? 'middle' : x < CENTRE ? 'end' : 'start';
    return s(
      'text',
      { class: 'radar-name', x, y, 'text-anchor': anchor, 'dominant-baseline': 'middle' },
      name,
    );
  });
  const dots = spokes.map((spoke, index) => {
    const [cx, cy] = at(index, reach(spoke));
    return s('circle', { class: 'radar-dot', cx, cy, r: 4.5 });
  });
  const label = spokes.map(({ name, level }) => `${name} ${level} 级`).join('，');
  return h(
    'figure',
    { class: 'radar' },
    s(
      'svg',
      { viewBox: `0 24 ${SIZE} ${SIZE - 48}`, role: 'img', 'aria-label': `五项能力：${label}，满级 4 级` },
      ...rings,
      ...axes,
      s(
        'g',
        { class: 'radar-shape' },
        s('polygon', { class: 'radar-area', points: polygon(reach) }),
        ...dots,
      ),
      ...names,
    ),
  );
}
