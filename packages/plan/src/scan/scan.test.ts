import { expect, it } from 'vitest';
import { readPlan } from '../format/read-plan.ts';
import { markedProblems, writeProject } from '../testing/project.ts';
import { scan } from './scan.ts';
import { parseWrapper } from './wrapper.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  common: { store: 'string' },
  events: {
    order_paid: { properties: { amount: 'number', method: ['card', 'cash'], note: 'string?' } },
    order_created: {},
    page_view: { properties: { pagePath: 'string' } },
    button_click: { properties: { elementId: 'string', area: 'string' } },
    never_happens: {},
  },
});

/** A line says after `//!` what is to be found on it. */
const PROJECT: Record<string, string> = {
  'tracking-plan.ts': `
export const TRACKING_EVENTS = { ORDER_PAID: 'order_paid', ORDER_CREATED: 'order_created', OLD: 'order_old' } as const;
export enum Names { Paid = 'order_paid', Gone = 'order_gone' }
export const METHODS = { by: { card: 'card', coin: 'coin' } } as const;
export { track as fire } from '@pugmark/browser';`,
  'names.ts': `
import { track as t } from '@pugmark/browser';
import * as pugmark from '@pugmark/browser';
import { TRACKING_EVENTS, Names, METHODS, fire } from '@/tracking-plan';
const paid = 'order_payed';
t('order_created');
t(paid); //! unknown_event
t(TRACKING_EVENTS.ORDER_CREATED);
t(TRACKING_EVENTS.OLD); //! unknown_event
t(TRACKING_EVENTS.ORDER_PAID, { amount: 1, method: METHODS.by.coin }); //! bad_value
fire(Names.Gone); //! unknown_event
fire(Names['Gone']);
pugmark.track('order_none'); //! unknown_event
export function one(name: string, ok: boolean) {
  t(name); //! dynamic_name
  t(ok ? 'order_created' : 'order_lost'); //! unknown_event
  t(\`order_\${name}\`); //! dynamic_name
  const t2 = (n: string) => n;
  t2('not ours');
}`,
  'properties.tsx': `
import { createTracker, type Tracker } from '@pugmark/browser';
const tracker = createTracker({ apiUrl: '/c' });
const shared = { amount: 1, method: 'coin' };
export function Pay({ amount, rest }: any) {
  const method = 'card' as const;
  tracker.track('order_paid', { amount, method });
  tracker.track('order_paid', { amount }); //! missing_property
  tracker?.track('order_paid', { amount, method, nots: 'x' }); //! unknown_property
  tracker.track('order_paid', { amount: '1', method }); //! bad_value
  tracker.track('order_paid', { amount: \`\${amount}\`, method }); //! bad_value
  tracker.track('order_paid', { amount: -1, method, note: undefined, store: 's', userId: 'u' });
  tracker.track('order_paid', { ...rest, colour: 1 }); //! unknown_property
  tracker.track('order_paid', shared); 
  tracker.track('order_paid', rest);
  // pugmark-ignore-next-line
  tracker.track('order_hidden');
  return <button onClick={() => tracker.track('order_clicked')}>Pay</button>; //! unknown_event
}
export function typed(mine: Tracker, deps: any) {
  mine.track('order_typed'); //! unknown_event
  deps.tracker.track('order_dep'); //! unknown_event
  const { track: alias } = mine;
  alias('order_alias'); //! unknown_event
}`,
  'methods.js': `
import { init, trackBusinessEvent, trackClick, trackPageView } from '@pugmark/node';
const made = init({ apiUrl: '/c' });
made.trackPageView();
trackPageView(7); //! bad_value
trackClick('buy'); //! missing_property
trackClick('buy', 'Buy', { area: 'top' }); //! unknown_property
trackBusinessEvent('order_paid', { amount: 1 }, { userId: 'u' }); //! missing_property
made.setUser('u-1');`,
  'others.ts': `
import { track } from 'some-music-player';
import tracker from 'their-tracker';
track('not_ours');
tracker.track('not_ours');
const player = { track(name: string) { return name; } };
player.track('not_ours');
function inner(track: (n: string) => void) { track('not_ours'); }
export { inner };`,
  'wrappers.ts': `
import { track } from '@pugmark/browser';
export function report(where: string, name: string, properties?: Record<string, unknown>) {
  track(name, { where, ...properties });
}
report('top', 'order_wrapped'); //! unknown_event
report('top', 'order_paid', { amount: 1 }); //! missing_property`,
  'Page.vue': `<template>
  <div v-for="a in [1, 2]" :key="a">{{ a }}</div>
  <button @click="track('order_clicked')">Pay</button> <!-- //! unknown_event -->
  <button @click="() => track('order_created')">Pay</button>
  <!-- pugmark-ignore-next-line -->
  <button @click="track('order_silent')">Pay</button>
</template>
<script setup lang="ts">
import { useTrack } from '@pugmark/vue';
const { track } = useTrack();
track('order_setup'); //! unknown_event
</script>`,
  'ignored.ts': `import { track } from '@pugmark/browser'; track('not_seen');`,
  'node_modules/x/index.js': `import { track } from '@pugmark/browser'; track('not_seen');`,
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
  '.gitignore': 'ignored.ts\n',
};

it('finds what a project does against its plan, and nothing else', async () => {
  const files = {
    ...PROJECT,
    // What the rest of the project does not show on its own line.
    'names.ts': PROJECT['names.ts']?.replace("fire(Names['Gone']);", '$& //! unknown_event') ?? '',
    'properties.tsx': PROJECT['properties.tsx']?.replace(/const shared.*/, '$& //! bad_value') ?? '',
  };
  const directory = writeProject(files);
  const { problems, fired } = await scan(plan, {
    paths: [directory],
    directory,
    wrappers: [parseWrapper('report:1:2')],
  });
  const found = problems.map(({ file, line, code }) => `${file}:${line} ${code}`);
  expect(found.sort()).toEqual(markedProblems(files));
  expect(fired.never_happens).toEqual([]);
  expect(fired.page_view?.map(({ file, line }) => `${file}:${line}`)).toEqual([
    'methods.js:4',
    'methods.js:5',
  ]);
  expect(fired.order_created?.map(({ file }) => file)).toContain('Page.vue');
});

it('follows names through files that pass them on', async () => {
  const files = {
    'lib/analytics.ts': `
import { createTracker } from '@pugmark/browser';
const tracker = createTracker({ apiUrl: '/c' });
export const send = tracker.track;
export default send;`,
    'lib/index.ts': `
export * from './analytics';
export { send as emit } from './analytics';
export { default as events } from './events';
export * from './circle';`,
    'lib/circle.ts': "export * from './index';",
    'lib/events.ts': "export default { PAID: 'order_paid', GONE: 'order_gone' } as const;",
    'flat.ts': "export const CREATED = 'order_created'; export const LOST = 'order_lost';",
    'direct.ts': `
import emitIt from './lib/analytics';
emitIt('order_direct'); //! unknown_event`,
    'renamed.ts': `
import { emit, events } from './lib';
import * as names from './flat.js';
emit(events.GONE); //! unknown_event
emit(names.CREATED);
emit(names.LOST); //! unknown_event
emit(events.PAID, { amount: 1 }); //! missing_property
function quiet(emit: (name: string) => void) { emit('order_other'); }
{ const emit = quiet; emit(() => {}); }`,
    'whole.ts': `
import * as lib from './lib/analytics';
lib.send('order_whole'); //! unknown_event`,
    'server/names.cjs': `
const NAMES = { LATE: 'order_late' };
module.exports = { NAMES };`,
    'server/job.cjs': `
const { track } = require('@pugmark/node');
const { NAMES } = require('./names.cjs');
track(NAMES.LATE); //! unknown_event`,
  };
  const directory = writeProject(files);
  const { problems } = await scan(plan, { paths: [directory], directory });
  expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`).sort()).toEqual(
    markedProblems(files),
  );
});

it('names the place of a wrong property that stands in another file', async () => {
  const directory = writeProject({
    'a.ts':
      "import { track } from '@pugmark/browser';\nimport { data } from './b';\ntrack('order_paid', data);",
    'b.ts': "// first\nexport const data = { amount: 1, method: 'coin' };",
  });
  const { problems } = await scan(plan, { paths: [directory], directory });
  expect(problems).toEqual([expect.objectContaining({ file: 'b.ts', line: 2, column: 34 })]);
});

it('names the column and the nearest known name', async () => {
  const directory = writeProject({
    'a.ts': "import { track } from '@pugmark/browser';\n  track('order_payd', { amount: 1 });",
    'B.vue': '<template><a @click="$track()" /><b @click="pugmark.track(\'order_creatd\')"/></template>',
  });
  const { problems, files, calls } = await scan(plan, { paths: [directory], directory });
  expect({ files, calls }).toEqual({ files: 2, calls: 2 });
  expect(problems).toEqual([
    {
      file: 'B.vue',
      line: 1,
      column: 45,
      code: 'unknown_event',
      message: 'the plan has no event "order_creatd"; did you mean "order_created"?',
    },
    {
      file: 'a.ts',
      line: 2,
      column: 3,
      code: 'unknown_event',
      message: 'the plan has no event "order_payd"; did you mean "order_paid"?',
    },
  ]);
});

it('refuses a wrapper that it cannot read, and a path that is not there', async () => {
  expect(() => parseWrapper('a:b')).toThrow('--wrapper a:b: write name, name:eventArg');
  expect(parseWrapper('log:2')).toEqual({ name: 'log', eventArg: 2, propertiesArg: 3 });
  await expect(scan(plan, { paths: ['/none'] })).rejects.toThrow('/none: there is no such file');
});
