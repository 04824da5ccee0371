import type { Plan, Property } from '../model/plan.js';
import { type Fired, firedText, metricText, propertyRows, usesOf } from './plan-rows.js';

/** The plan as one Markdown page. */
export function planMarkdown(plan: Plan, fired?: Fired): string {
  const blocks = [
    `# ${text(plan.name)}`,
    [plan.description && text(plan.description), `Version ${text(plan.version)}.`]
      .filter(Boolean)
      .join('\n\n'),
    ...(plan.platforms.length > 0 ? [`Platforms: ${plan.platforms.map(text).join(', ')}.`] : []),
    ...(Object.keys(plan.common).length > 0 ? ['## Common fields', properties(plan.common)] : []),
    '## Events',
    ...Object.keys(plan.events).map((name) => eventBlock(plan, name, fired)),
    ...section('Metrics', plan.metrics, (metric) => [metricText(metric), metric.description ?? '']),
    ...section('Funnels', plan.funnels, ({ steps, description }) => [
      steps.map((step) => step.text).join(' → '),
      description ?? '',
    ]),
    ...section('Data quality', plan.quality, (rule) => [rule, '']),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function eventBlock(plan: Plan, name: string, fired: Fired | undefined): string {
  const event = plan.events[name];
  if (!event) return '';
  const uses = usesOf(plan, name);
  const places = firedText(fired, plan, name);
  const facts = [
    event.trigger && `When: ${text(event.trigger)}`,
    event.priority && `Priority: ${event.priority}`,
    event.owner && `Owner: ${text(event.owner)}`,
    event.group && `Group: ${text(event.group)}`,
    uses.length > 0 && `Used by: ${uses.join(', ')}`,
    places && `Fired by: ${text(places)}`,
  ].filter(Boolean);
  return [
    `### ${name}`,
    ...(event.description ? [text(event.description)] : []),
    ...(facts.length > 0 ? [facts.map((fact) => `- ${fact}`).join('\n')] : []),
    ...(Object.keys(event.properties).length > 0 ? [properties(event.properties)] : ['No properties.']),
  ].join('\n\n');
}

function properties(of: Record<string, Property>): string {
  const rows = propertyRows(of).map(({ name, type, required, about }) => [name, type, required, about]);
  return table(['property', 'type', '', ''], rows);
}

function section<Value>(
  title: string,
  values: Record<string, Value>,
  cells: (value: Value) => string[],
): string[] {
  const rows = Object.entries(values).map(([name, value]) => [name, ...cells(value)]);
  return rows.length > 0 ? [`## ${title}`, table(['name', 'definition', ''], rows)] : [];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(text).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** One line in which nothing is markup of Markdown or HTML. */
function text(value: string): string {
  return value
    .replace(/\s+/g, ' ')
    .replace(/[\\|`*[\]]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;');
}
