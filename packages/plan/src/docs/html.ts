import type { Plan, Property } from '../format/plan.js';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-parts.js';
import { type Fired, firedText, metricText, propertyRows, usesOf } from './plan-rows.js';

/** The plan as one page that needs nothing else: no server, no network. */
export function planHtml(plan: Plan, fired?: Fired): string {
  const events = Object.keys(plan.events);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(plan.name)}: tracking plan</title>
<style>${PAGE_STYLE}</style>
<header>
<h1>${text(plan.name)}</h1>
<p>${text(plan.description ?? '')}</p>
<p>Version ${text(plan.version)}${plan.platforms.length > 0 ? ` · ${plan.platforms.map(text).join(', ')}` : ''} · ${events.length} events</p>
<input id="search" type="search" placeholder="Search events, properties, metrics" aria-label="Search" autofocus>
<p id="none" role="status" hidden>Nothing found.</p>
</header>
<main>
<h2>Events</h2>
${events.map((name) => eventCard(plan, name, fired)).join('\n')}
${card('common', 'Common fields', propertyTable(plan.common))}
${list('Metrics', plan.metrics, (metric) => [metricText(metric), metric.description ?? ''])}
${list('Funnels', plan.funnels, ({ steps, description }) => [steps.map((step) => step.text).join(' → '), description ?? ''])}
${list('Data quality', plan.quality, (rule) => [rule, ''])}
</main>
<script>${PAGE_SCRIPT}</script>
</html>
`;
}

function eventCard(plan: Plan, name: string, fired: Fired | undefined): string {
  const { description, trigger, priority, owner, group, properties = {} } = plan.events[name] ?? {};
  const places = firedText(fired, name);
  const facts = [
    trigger && `When: ${trigger}`,
    owner && `Owner: ${owner}`,
    group && `Group: ${group}`,
    ...usesOf(plan, name).map((use) => `Used by: ${use}`),
    places && `Fired by: ${places}`,
  ].filter((fact) => typeof fact === 'string');
  const badge = priority ? ` <span class="badge ${priority}">${priority}</span>` : '';
  const body = [
    description && `<p>${text(description)}</p>`,
    facts.length > 0 && `<p class="facts">${facts.map(text).join('<br>')}</p>`,
    propertyTable(properties),
  ];
  return card(name, `<code>${name}</code>${badge}`, body.filter(Boolean).join('\n'));
}

function card(id: string, title: string, body: string): string {
  return body ? `<section id="${id}" class="card"><h3>${title}</h3>\n${body}\n</section>` : '';
}

function propertyTable(properties: Record<string, Property>): string {
  const rows = propertyRows(properties).map(
    ({ name, type, required, about }) =>
      `<tr><th scope="row"><code>${name}</code></th><td>${text(type)}</td><td>${required}</td><td>${text(about)}</td></tr>`,
  );
  return rows.length > 0 ? `<table>${rows.join('\n')}</table>` : '';
}

function list<Value>(
  title: string,
  values: Record<string, Value>,
  cells: (value: Value) => string[],
): string {
  const cards = Object.entries(values).map(([name, value]) => {
    const [definition = '', about = ''] = cells(value);
    return card(
      `${title.toLowerCase().replace(' ', '-')}-${name}`,
      `<code>${name}</code>`,
      `<p>${text(definition)}</p>${about && `<p>${text(about)}</p>`}`,
    );
  });
  return cards.length > 0 ? `<h2>${title}</h2>\n${cards.join('\n')}` : '';
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
