import { expect, it } from 'vitest';
import { readPlan } from './read-plan.ts';

const read = (source: object) => readPlan({ version: 1, name: 'shop', events: {}, ...source });

it('adds the events of the sets, each with where it comes from', () => {
  const { plan, problems } = read({ extends: ['pugmark/web', 'pugmark/taro'] });
  expect(problems).toEqual([]);
  expect(plan.extends).toEqual(['pugmark/web', 'pugmark/taro']);
  expect(Object.keys(plan.events)).toEqual([
    ...['page_view', 'page_leave', 'button_click', 'rage_click', 'dead_click', 'form_submit', 'form_abandon'],
    ...['search', 'filter_change', 'marketing_expose', 'page_load', 'web_vital', 'long_task', 'api_call'],
    ...['error_occurred', 'user_identify'],
    ...['app_launch', 'app_show', 'app_hide', 'share_action', 'network_change'],
  ]);
  expect(plan.events.app_hide).toMatchObject({ builtin: 'pugmark/taro' });
  expect(Object.keys(plan.events.button_click?.properties ?? {})).toEqual([
    ...['elementId', 'elementText', 'elementType', 'pagePath', 'linkUrl'],
  ]);
});

it('adds what a plan says of an event of a set', () => {
  const { plan } = read({
    extends: 'pugmark/web',
    events: { page_view: { owner: 'web', properties: { tab: 'string', referrer: 'string' } } },
  });
  expect(plan.events.page_view).toMatchObject({
    owner: 'web',
    description: 'A page is shown',
    properties: { pagePath: { required: true }, tab: { required: true }, referrer: { required: true } },
  });
});

it('lets metrics and funnels use them', () => {
  const { problems } = read({
    extends: 'pugmark/web',
    metrics: { views: { unique: 'page_view.pagePath' } },
    funnels: { f: ['page_view', 'button_click where elementId = buy'] },
  });
  expect(problems).toEqual([]);
});

it.each([
  [
    'pugmark/wep',
    ['extends'],
    '"pugmark/wep" is no set: pugmark/web, pugmark/taro, pugmark/node; did you mean',
  ],
  [['pugmark/web', 7], ['extends', 1], '7 is no set'],
  [{}, ['extends'], '{} is no set'],
])('refuses %j', (sets, path, message) => {
  const { problems } = read({ extends: sets });
  expect(problems).toEqual([{ code: 'unknown_set', path, message: expect.stringContaining(message) }]);
});
