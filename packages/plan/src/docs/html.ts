import type { Plan, Property } from '../model/plan.js';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-parts.js';
import { type Fired, firedText, metricText, propertyRows, usesOf } from './plan-rows.js';

/** The plan as one page that needs nothing else: no server, no network. */
export function planHtml(plan: Plan, fired?: Fired): string {
  const events = Object.keys(plan.events);
  const facts = [`Version ${plan.version}`, ...plan.platforms];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(plan.name)}: tracking plan</title>
<style>${PAGE_STYLE}</style>
<header>
<h1>${text(plan.name)}</h1>
${plan.description ? `<p>${text(plan.description)}</p>` : ''}
<p class="quiet">${facts.map(text).join(' · ')}</p>
</header>
<div class="bar"><div><input id="find-text" type="search" placeholder="Search" aria-label="Search events, properties and metrics"><span id="find-count" role="status">${events.length} ${events.length === 1 ? 'event' : 'events'}</span></div></div>
<div class="columns">
<nav aria-label="Events">
${events.map((name) => `<a href="#${name}"><code>${name}</code></a>`).join('\n')}
</nav>
<main>
<p id="find-none" role="status" hidden>Nothing found.</p>
<h2>Events</h2>
${events.map((name) => eventCard(plan, name, fired)).join('\n')}
${commonCard(plan)}
${list('Metrics', plan.metrics, (metric) => [metricText(metric), metric.description ?? ''])}
${list('Funnels', plan.funnels, ({ steps, description }) => [steps.map((step) => step.text).join(' → '), description ?? ''])}
${list('Data quality', plan.quality, (rule) => [rule, ''])}
</main>
</div>
<script>${PAGE_SCRIPT}</script>
</html>
`;
}

function eventCard(plan: Plan, name: string, fired: Fired | undefined): string {
  const { description, trigger, priority, owner, group, properties = {} } = plan.events[name] ?? {};
  const facts = [
    ['When', trigger],
    ['Owner', owner],
    ['Group', group],
    ['Used by', usesOf(plan, name).join(', ')],
    ['Fired by', firedText(fired, plan, name)],
  ].map(([label, fact]) => (fact ? `<dt>${label}</dt><dd>${text(fact)}</dd>` : ''));
  const badge = priority ? ` <span class="badge ${priority}">${priority}</span>` : '';
  const body = [
    description && `<p>${text(description)}</p>`,
    propertyTable(properties),
    facts.some(Boolean) && `<dl>${facts.join('')}</dl>`,
  ];
  return card(
    name,
    `<a href="#${name}"><code>${name}</code></a>${badge}`,
    body.filter(Boolean).join('\n'),
    'card event',
  );
}

function commonCard({ common }: Plan): string {
  const table = propertyTable(common);
  return table && `<h2>Common fields</h2>\n${card('common-fields', 'On every event', table)}`;
}

function card(id: string, title: string, body: string, kind = 'card'): string {
  return `<section id="${id}" class="${kind}"><h3>${title}</h3>\n${body}\n</section>`;
}

function propertyTable(properties: Record<string, Property>): string {
  const rows = propertyRows(properties).map(({ name, type, values, required, about }) => {
    const flag = required === 'optional' ? '<span class="flag">optional</span>' : '';
    const kinds = values?.map((value) => `<code class="value">${text(value)}</code>`).join('') ?? text(type);
    return `<tr><th scope="row"><code>${name}</code>${flag}</th><td class="type">${kinds}</td><td>${text(about)}</td></tr>`;
  });
  return rows.length > 0 ? `<table><tbody>${rows.join('\n')}</tbody></table>` : '';
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
