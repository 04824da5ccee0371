import { decimal, scaled } from './figures.ts';
import type { MonthFigures } from './month.ts';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const text = (value: number | null) => (value === null ? undefined : decimal(value));

/** The month in one paragraph. A figure that there is none of is left out, with what is said of it. */
export function tellMonth(figures: MonthFigures, language: Language): string {
  return language === 'en' ? inEnglish(figures) : inChinese(figures);
}

function inChinese(figures: MonthFigures): string {
  const { rate, response, first, handle, resolution, sla, cost } = texts(figures);
  const served = [
    `本月 AI 客服共服务 ${decimal(figures.sessions)} 位客户`,
    rate && `其中 ${rate}% 的问题由 AI 独立解决`,
    response && `平均响应时间仅 ${response} 秒`,
  ];
  const handled = [
    `需人工介入的 ${decimal(figures.handled)} 个会话`,
    first && `坐席平均 ${first} 秒内响应`,
    handle && `${handle} 分钟内解决`,
  ];
  const tickets = [
    `共处理 ${decimal(figures.tickets)} 个工单`,
    resolution && `平均 ${resolution} 小时解决`,
    sla && `SLA 达标率 ${sla}%`,
  ];
  return [served, handled, tickets, [cost && `预估节省人工成本 ¥${cost}`]]
    .map((parts) => parts.filter(Boolean).join('，'))
    .filter(Boolean)
    .map((sentence) => `${sentence}。`)
    .join('');
}

function inEnglish(figures: MonthFigures): string {
  const { rate, response, first, handle, resolution, sla, cost } = texts(figures);
  const served = [
    `This month the AI served ${decimal(figures.sessions)} customers`,
    rate && `resolved ${rate}% of their questions by itself`,
    response && `and answered within ${response} s on average`,
  ];
  const handled = [
    `People took over ${decimal(figures.handled)} sessions`,
    first && `answered within ${first} s on average`,
    handle && `and resolved them within ${handle} min`,
  ];
  const tickets = [
    `${decimal(figures.tickets)} tickets were handled`,
    resolution && `within ${resolution} h on average`,
    sla && `${sla}% of them within the SLA`,
  ];
  return [served, handled, tickets, [cost && `Estimated labour cost saved: ¥${cost}`]]
    .map((parts) => parts.filter(Boolean).join(', '))
    .filter(Boolean)
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

const texts = (figures: MonthFigures) => ({
  rate: text(scaled(figures.resolutionRate, 100)),
  response: text(scaled(figures.responseMs, 0.001)),
  first: text(scaled(figures.firstResponseMs, 0.001)),
  handle: text(scaled(figures.handleSec, 1 / 60)),
  resolution: text(figures.resolutionHours),
  sla: text(scaled(figures.slaRate, 100)),
  cost: text(figures.costSaved),
});
