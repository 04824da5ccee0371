import type { Answer } from '@pugmark/insights';
import { BarChart, LineChart, SankeyChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'preact/hooks';
import type { Show } from '../model/board.ts';

use([BarChart, LineChart, SankeyChart, GridComponent, TooltipComponent, SVGRenderer]);

const grid = { left: 8, right: 16, top: 16, bottom: 8, containLabel: true };

/** What ECharts draws; undefined where a table says it better. */
export function optionOf(answer: Answer, show: Show): object | undefined {
  if ('series' in answer && (show === 'line' || show === 'bar'))
    return {
      grid,
      xAxis: { type: 'category', data: answer.series[0]?.points.map(({ time }) => time.slice(5, 10)) ?? [] },
      yAxis: { type: 'value' },
      series: answer.series.map(({ points }) => ({
        type: show,
        showSymbol: false,
        data: points.map(({ value }) => value),
      })),
    };
  if ('series' in answer && show === 'ranking') {
    const series = answer.series.slice(0, 12).reverse();
    const data = series.map(({ group, other }) => (other ? '…' : String(group ?? '–')));
    return {
      grid,
      xAxis: { type: 'value' },
      yAxis: { type: 'category', data },
      series: [
        { type: 'bar', data: series.map(({ total }) => total), label: { show: true, position: 'right' } },
      ],
    };
  }
  if ('groups' in answer && show === 'funnel') {
    const steps = [...(answer.groups[0]?.steps ?? [])].reverse();
    return {
      grid: { ...grid, right: 50 },
      xAxis: { type: 'value' },
      yAxis: { type: 'category', data: steps.map(({ event }) => event) },
      series: [
        { type: 'bar', data: steps.map(({ count }) => count), label: { show: true, position: 'right' } },
      ],
    };
  }
  if ('links' in answer && show === 'sankey' && answer.links.length > 0) {
    // A name per step keeps the graph free of circles, which Sankey cannot draw.
    const links = answer.links.map(({ step, from, to, count }) => ({
      source: `${step - 1} ${from}`,
      target: `${step} ${to}`,
      value: count,
    }));
    const names = [...new Set(links.flatMap(({ source, target }) => [source, target]))];
    return { series: [{ type: 'sankey', right: 140, data: names.map((name) => ({ name })), links }] };
  }
  return undefined;
}

export function Chart({ option, label }: { option: object; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const chart = init(place.current, undefined, { renderer: 'svg' });
    chart.setOption({ animation: false, textStyle: { color: dark ? '#ccc' : '#444' }, ...option });
    // Also told when the card is taken away: a Sankey cannot be drawn on nothing.
    const watch = new ResizeObserver(([entry]) => entry?.contentRect.width && chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option]);
  return <div class="chart" ref={place} role="img" aria-label={label} />;
}
